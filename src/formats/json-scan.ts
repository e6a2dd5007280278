// The slow, exact reading of a JSON text (RFC 8259): one pass by character codes that keeps what the platform's parser drops.

import { endOfValue } from './json-skip.ts';
import { issueAt } from './issue-at.ts';
import { memberOf } from './pointer.ts';
import type { Issue } from './issue.ts';
import type { Json } from './record.ts';

export const NESTING_MAX = 32;
const FORBIDDEN = new Set(['__proto__', 'constructor']);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = { t: 'true', f: 'false', n: 'null' } as const;
const STRING_END = /["\\\u0000-\u001F]/g;

/** What is known of a JSON text that was read. */
export interface JsonText {
  readonly value?: Json;
  /** The text without white space between tokens, every member and number spelled as sent. */
  readonly text: string;
  readonly issues: readonly Issue[];
  /** Numbers that JavaScript would spell otherwise, as they were sent, by pointer. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/** What stops a scan: the text is no JSON from here on. */
class Stop {
  readonly issue: Issue;

  constructor(issue: Issue) {
    this.issue = issue;
  }
}

/** Reads `text` token by token. Never throws; where it is no JSON, the issue names line and column. */
export function scan(text: string, isMending: boolean): JsonText {
  const scanner = new Scanner(text, isMending);
  try {
    scanner.document();
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return { text, issues: [...scanner.issues, stop.issue] };
  }
  const compact = scanner.compact;
  return valueOf(compact, scanner);
}

/** What was skipped for its depth is read only here, and can still turn out to be no JSON. */
function valueOf(text: string, { issues, spellings }: Scanner): JsonText {
  try {
    return { value: JSON.parse(text) as Json, text, issues, spellings };
  } catch {
    return { text, issues: [...issues, issueAt('json_invalid', '', 'The text is not JSON where it nests too deep.')] };
  }
}

/** U+00A0, U+2007 and U+202F: what word processors and web pages put in the place of a space. */
export function isNoBreakSpace(code: number): boolean {
  return code === 0xa0 || code === 0x2007 || code === 0x202f;
}

/** `line 2, column 5`, both counted from 1. */
export function placeIn(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`;
}

class Scanner {
  readonly issues: Issue[] = [];
  readonly spellings = new Map<string, string>();
  compact = '';
  private at = 0;
  private hasNoBreakSpace = false;
  private readonly text: string;
  private readonly isMending: boolean;
  private readonly isWellFormed: boolean;

  constructor(text: string, isMending: boolean) {
    this.text = text;
    this.isWellFormed = text.isWellFormed();
    this.isMending = isMending;
  }

  document(): void {
    this.space();
    this.value('', 0);
    this.space();
    if (this.at < this.text.length) this.fail('more text follows the end of the JSON value');
  }

  private value(pointer: string, depth: number): void {
    const first = this.text[this.at];
    if (depth === NESTING_MAX && (first === '{' || first === '[')) this.tooDeep(pointer);
    else if (first === '{') this.object(pointer, depth + 1);
    else if (first === '[') this.array(pointer, depth + 1);
    else if (first === '"') this.take(this.string(pointer));
    else if (first === 't' || first === 'f' || first === 'n') this.word(WORDS[first]);
    else this.number(pointer);
  }

  private object(pointer: string, depth: number): void {
    this.open('{');
    const names = new Set<string>();
    while (!this.closes('}', names.size > 0)) {
      const start = this.at;
      if (this.text[start] !== '"') this.fail('a member name in double quotes is expected');
      const spelled = this.string(pointer);
      const name = spelled.includes('\\') ? (JSON.parse(spelled) as string) : spelled.slice(1, -1);
      const place = memberOf(pointer, name);
      if (names.has(name)) this.issues.push(issueAt('member_repeated', place));
      if (FORBIDDEN.has(name)) this.issues.push(issueAt('member_forbidden', place));
      names.add(name);
      this.take(spelled);
      this.space();
      this.punctuation(':');
      this.space();
      this.value(place, depth);
      this.space();
    }
  }

  private array(pointer: string, depth: number): void {
    this.open('[');
    for (let index = 0; !this.closes(']', index > 0); index += 1) {
      this.value(`${pointer}/${index}`, depth);
      this.space();
    }
  }

  private open(bracket: string): void {
    this.punctuation(bracket);
    this.space();
  }

  /** Said, and then passed over, so that the rest of the record is still read. */
  private tooDeep(pointer: string): void {
    const isSaid = this.issues.some(({ code }) => code === 'nesting_too_deep');
    if (!isSaid) this.issues.push(issueAt('nesting_too_deep', pointer.split('/').slice(0, 3).join('/')));
    const end = endOfValue(this.text, this.at);
    this.take(this.text.slice(this.at, end));
    this.at = end;
  }

  /** At the end of a list: takes the bracket. Else takes the comma before the next entry. */
  private closes(bracket: string, needsComma: boolean): boolean {
    if (this.text[this.at] === bracket) {
      this.punctuation(bracket);
      return true;
    }
    if (needsComma) {
      this.punctuation(',');
      this.space();
    }
    return false;
  }

  private punctuation(expected: string): void {
    if (this.text[this.at] !== expected) this.fail(`"${expected}" is expected`);
    this.take(expected);
    this.at += 1;
  }

  /** The string as spelled, quotes included. */
  private string(pointer: string): string {
    const start = this.at;
    let end = start + 1;
    let hasEscape = false;
    for (;;) {
      STRING_END.lastIndex = end;
      const found = STRING_END.exec(this.text) ?? this.fail('a string is not closed');
      end = found.index;
      if (found[0] === '"') break;
      if (found[0] !== '\\') {
        this.at = end;
        this.fail('a control character stands in a string, where JSON wants it escaped');
      }
      hasEscape = true;
      end += 2;
    }
    this.at = end + 1;
    const spelled = this.text.slice(start, end + 1);
    if (hasEscape || !this.isWellFormed) this.judge(spelled, start, pointer);
    return spelled;
  }

  private judge(spelled: string, start: number, pointer: string): void {
    let value: string;
    try {
      value = JSON.parse(spelled) as string;
    } catch {
      this.at = start;
      return this.fail('a string has an escape that JSON does not know');
    }
    if (!value.isWellFormed() || value.includes('\0')) this.issues.push(issueAt('character_forbidden', pointer));
  }

  private word(word: string): void {
    if (!this.text.startsWith(word, this.at)) this.fail('a JSON value is expected');
    this.take(word);
    this.at += word.length;
  }

  private number(pointer: string): void {
    NUMBER.lastIndex = this.at;
    const spelled = NUMBER.exec(this.text)?.[0];
    if (spelled === undefined) return this.fail('a JSON value is expected');
    if (String(Number(spelled)) !== spelled) this.spellings.set(pointer, spelled);
    if (isImprecise(spelled)) this.issues.push(issueAt('number_imprecise', pointer));
    this.take(spelled);
    this.at += spelled.length;
  }

  private space(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 32 || code === 10 || code === 13 || code === 9) continue;
      if (!isNoBreakSpace(code)) return;
      this.noBreakSpace();
    }
  }

  /** Said once: whoever pastes one pastes hundreds. */
  private noBreakSpace(): void {
    if (this.hasNoBreakSpace) return;
    this.hasNoBreakSpace = true;
    const code = this.text.charCodeAt(this.at).toString(16).toUpperCase().padStart(4, '0');
    const place = `The character U+${code} (no-break space) stands at ${placeIn(this.text, this.at)}, where JSON allows only plain spaces`;
    if (this.isMending) this.issues.push(issueAt('fix_applied', '', `${place}; it was taken as one.`));
    else this.issues.push({ ...issueAt('space_no_break', '', `${place}: replace it, or send with fixes=apply.`), fix: 'plain_spaces' });
  }

  private take(text: string): void {
    this.compact += text;
  }

  private fail(why: string): never {
    const where = this.at >= this.text.length ? 'at its end' : `at ${placeIn(this.text, this.at)}`;
    throw new Stop({ code: 'json_invalid', pointer: '', message: `The text is not JSON: ${where} ${why}.`, severity: 'error' });
  }
}

/** True where a double does not hold what is spelled: more significant digits than come back, or none at all. */
function isImprecise(spelled: string): boolean {
  const value = Number(spelled);
  const digits = significant(spelled);
  if (!Number.isFinite(value) || (value === 0 && digits !== '')) return true;
  return digits.length > 15 && digits !== significant(String(value));
}

function significant(spelled: string): string {
  const mantissa = spelled
    .replace(/[eE].*$/, '')
    .replace('-', '')
    .replace('.', '');
  return mantissa.replace(/^0+/, '').replace(/0+$/, '');
}
