// How often fault and property tests repeat: shortly in `npm test`, long in `npm run test:faults`.

/** The number of rounds of this run: `long` under `npm run test:faults`, else `short`. */
export function rounds(short: number, long: number): number {
  return process.env['CLIENTELE_FAULTS'] === 'long' ? long : short;
}
