// The seed of a property: a new one each run, printed, so that any failure can be had again with `CLIENTELE_SEED`.

/** fast-check's seed for the property `name`. */
export function seedOf(name: string): { readonly seed: number } {
  const given = process.env['CLIENTELE_SEED'];
  const seed = given === undefined ? Math.floor(Math.random() * 0x7fff_ffff) : Number(given);
  console.log(`seed of "${name}": ${seed}`);
  return { seed };
}
