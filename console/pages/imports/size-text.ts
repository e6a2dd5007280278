// Sizes of files and lengths of time, as people read them.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const THOUSAND = 1_000;
const MINUTE_S = 60;

export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / THOUSAND ** step;
  return `${amount.toLocaleString(undefined, { maximumFractionDigits: step === 0 || amount >= 100 ? 0 : 1 })} ${UNITS[step] ?? 'B'}`;
}

/** "40 s" or "12 min". */
export function durationText(seconds: number): string {
  return seconds < 2 * MINUTE_S ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / MINUTE_S)} min`;
}
