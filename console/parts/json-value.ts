// Reading texts that may be JSON, and may not.

/** The value of a JSON text; undefined where it is none. */
export function valueIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The same where it is an object and no list. */
export function objectIn(text: string): object | undefined {
  const value = valueIn(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
