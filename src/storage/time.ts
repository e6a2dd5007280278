// Between the time that PostgreSQL prints (`2023-08-15 02:44:23.688+00`, session in UTC) and the one the registry speaks
// (`2023-08-15T02:44:23.688000Z`). Text to text: microseconds never pass through a double.

const PRINTED_SECONDS = 19;

/** A `timestamptz` as printed → RFC 3339 with six decimals, UTC. */
export function timeFrom(printed: string): string {
  const fraction = printed.slice(PRINTED_SECONDS + 1, printed.lastIndexOf('+'));
  return `${printed.slice(0, 10)}T${printed.slice(11, PRINTED_SECONDS)}.${fraction.padEnd(6, '0')}Z`;
}

export function nullableTimeFrom(printed: string | null): string | null {
  return printed === null ? null : timeFrom(printed);
}
