// Moments as text, `YYYY-MM-DDTHH:MM:SS.ffffffZ`: moved without losing their microseconds.

const MICROS_AT = 23;

/** The moment so many whole seconds after another. */
export function secondsAfter(time: string, seconds: number): string {
  const moved = new Date(Date.parse(time) + seconds * 1000).toISOString();
  return `${moved.slice(0, -1)}${time.slice(MICROS_AT, -1)}Z`;
}
