// Holds docs/errors.md and the tables of codes to each other, in both directions.

/** Codes that stand first in a row of a table of `document`: `| \`not_found\` | … |`. */
export function documentedCodes(document: string): string[] {
  return [...document.matchAll(/^\|\s*`([a-z0-9_]+)`\s*\|/gm)].map(([, code]) => code ?? '');
}

/** What is only in the code or only in the document, and what the document lists twice. */
export function undocumented(document: string, codes: readonly string[]): string[] {
  const documented = documentedCodes(document);
  const known = new Set(codes);
  const listed = new Set(documented);
  return [
    ...codes.filter((code) => !listed.has(code)).map((code) => `${code} is not in docs/errors.md`),
    ...documented.filter((code) => !known.has(code)).map((code) => `${code} is in docs/errors.md and in no table of codes`),
    ...documented.filter((code, index) => documented.indexOf(code) !== index).map((code) => `${code} is in docs/errors.md twice`),
  ];
}
