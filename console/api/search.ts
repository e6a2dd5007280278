// What an address asks for: anyone may write one, so only known names with text count.

/** The members of `search` that are named and are text. */
export function namedIn<Name extends string>(search: Record<string, unknown>, names: readonly Name[]): { [Each in Name]?: string } {
  const given = names.filter((name) => typeof search[name] === 'string' || typeof search[name] === 'number');
  return Object.fromEntries(given.map((name) => [name, String(search[name])])) as { [Each in Name]?: string };
}
