// The moment of now as the formats take it.

/** In UTC with microseconds, of which a browser's clock knows the first three digits. */
export function now(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
