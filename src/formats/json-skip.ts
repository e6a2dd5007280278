// Finding the end of a string or a value in JSON text without reading it. The text is taken to be JSON: whoever skips checks that
// before or after. No recursion, so that no nesting is too deep.

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;

/** The place of a value or an element in a text: from `start` to before `end`. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** The closing quote of the string that opens at `at`, or -1. */
export function endOfString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

/** Just behind the value that begins at `at`; the text's length where it does not end. */
export function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) {
      end = endOfString(text, end);
      if (end < 0) return text.length;
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) depth += 1;
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
    if (depth < 0 || (depth === 0 && code === COMMA)) return end;
    if (depth === 0 && (code === QUOTE || code === CLOSE_BRACKET || code === CLOSE_BRACE)) return end + 1;
  }
  return text.length;
}
