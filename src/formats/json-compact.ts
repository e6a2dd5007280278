// White space between the tokens of a JSON text, which half of all senders write (Python puts a blank behind each comma and colon),
// taken out by walking the text beside what the platform prints of it: 4 µs an event where scanning takes 11.

import type { JsonText } from './json-scan.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const BLANK = 32;
const DIGIT_1 = 49;

/** Wasabi's document spells its version so; a member of that name in a string would need a backslash, which ends the walk. */
const VERSION = '"version":1';
const DECIMAL = '.0';

/** What is known of a text that spells its version `1.0`. */
const VERSION_SPELLINGS: ReadonlyMap<string, string> = new Map([['/version', '1.0']]);

/**
 * `text` without white space between tokens, where it is otherwise to the letter what the platform printed of its value, `printed`
 * (but for a version spelled `1.0`, kept so). Null where anything else differs or a backslash stands: the scanner must look.
 */
export function compacted(text: string, printed: string): Pick<JsonText, 'text' | 'spellings'> | null {
  let at = 0;
  let decimalAt = -1;
  let isInString = false;
  for (let place = 0; place < printed.length; place += 1, at += 1) {
    const wanted = printed.charCodeAt(place);
    if (wanted === BACKSLASH) return null;
    if (!isInString) {
      if (decimalAt < 0 && endsVersion(printed, place) && text.startsWith(DECIMAL, at)) {
        decimalAt = place;
        at += DECIMAL.length;
      }
      at = skipBlanks(text, at);
    }
    if (text.charCodeAt(at) !== wanted) return null;
    if (wanted === QUOTE) isInString = !isInString;
  }
  if (skipBlanks(text, at) < text.length) return null;
  if (decimalAt < 0) return { text: printed };
  return { text: printed.slice(0, decimalAt) + DECIMAL + printed.slice(decimalAt), spellings: VERSION_SPELLINGS };
}

function endsVersion(printed: string, place: number): boolean {
  return printed.charCodeAt(place - 1) === DIGIT_1 && printed.startsWith(VERSION, place - VERSION.length);
}

/** The next character that is no white space. The platform's parser has seen that no other control characters stand here. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= BLANK) at += 1;
  return at;
}
