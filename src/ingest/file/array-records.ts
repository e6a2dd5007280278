// A JSON array of any length, as a stream: each element's bytes, found by its brackets and quotes alone, so that memory holds one
// element. What is wrong inside an element is that record's fault; where the list itself breaks off, the file is refused.

import { RegistryError } from '../../error.ts';
import { KEPT_BYTES, LINE_BYTES_MAX } from '../lines.ts';
import { WRAPPERS } from '../../formats/recognize.ts';
import type { Chunks } from '../body.ts';
import type { JsonRecord } from './raw-record.ts';

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** What may stand behind a wrapped list, at most. */
const TAIL_BYTES_MAX = 64 * 1024;

/** Where a list begins: its `[`, and the member whose value it is, if any. */
interface ListStart {
  readonly start: number;
  readonly wrapper: string | null;
}

/** The elements of the array that begins there. Throws a refusal where the list breaks off, or is not all that the file holds. */
export async function* arrayRecords(chunks: Chunks, list: ListStart): AsyncGenerator<JsonRecord[]> {
  const splitter = new ArraySplitter(list);
  for await (const chunk of chunks) {
    const records = splitter.take(chunk);
    if (records.length > 0) yield records;
  }
  splitter.end();
}

class ArraySplitter {
  readonly #wrapper: string | null;
  /** Bytes in front of the first element that are still to come. */
  #ahead: number;
  #line = 1;
  /** The line on which the open element begins. */
  #beganOn = 1;
  #index = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #hasContent = false;
  #isClosed = false;
  #parts: Buffer[] = [];
  #bytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;

  constructor({ start, wrapper }: ListStart) {
    this.#ahead = start + 1;
    this.#wrapper = wrapper;
  }

  take(whole: Buffer): JsonRecord[] {
    for (const code of whole.subarray(0, this.#ahead)) if (code === NEWLINE) this.#line += 1;
    const chunk = whole.subarray(this.#ahead);
    this.#ahead = Math.max(0, this.#ahead - whole.length);
    const records: JsonRecord[] = [];
    let from = 0;
    let at = 0;
    for (; at < chunk.length && !this.#isClosed; at += 1) {
      const code = chunk[at] as number;
      if (code === NEWLINE) this.#line += 1;
      if (this.#isInString) this.#readString(code);
      else if (this.#depth === 0 && (code === COMMA || code === CLOSE_BRACKET)) {
        this.#keep(chunk.subarray(from, at));
        this.#close(records, code);
        from = at + 1;
      } else this.#readCode(code);
    }
    if (this.#isClosed) this.#keepTail(chunk.subarray(at));
    else this.#keep(chunk.subarray(from));
    return records;
  }

  /** The stream is over. Throws `body_unreadable` where the list is not, or where more than the end of its wrapper stands behind it. */
  end(): void {
    if (!this.#isClosed) {
      throw new RegistryError(
        'body_unreadable',
        `The file ends in the middle of its list of records, behind record ${this.#index}: it is cut off. Write it again.`,
      );
    }
    if (this.#tailBytes > TAIL_BYTES_MAX) {
      throw new RegistryError('body_unreadable', `More than ${TAIL_BYTES_MAX} bytes stand behind the end of the list of records: ${ALONE}`);
    }
    const rest = restIn(Buffer.concat(this.#tail).toString('utf8'), this.#wrapper !== null);
    if (!rest) {
      throw new RegistryError('body_unreadable', 'Something stands behind the end of the list of records that is no JSON: take it out.');
    }
    const other = WRAPPERS.find((member) => Array.isArray(rest[member]));
    if (other !== undefined) throw new RegistryError('body_unreadable', `A second list stands behind the first, "${other}": ${ALONE}`);
  }

  #readString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInString = false;
  }

  #readCode(code: number): void {
    if (code <= 32) return;
    if (!this.#hasContent) this.#beganOn = this.#line;
    this.#hasContent = true;
    if (code === QUOTE) this.#isInString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth = Math.max(0, this.#depth - 1);
  }

  #keep(part: Buffer): void {
    if (this.#bytes <= LINE_BYTES_MAX) this.#parts.push(part);
    this.#bytes += part.length;
  }

  #close(records: JsonRecord[], code: number): void {
    this.#isClosed = code === CLOSE_BRACKET;
    if (this.#hasContent) {
      const isTooLong = this.#bytes > LINE_BYTES_MAX;
      const bytes = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
      const spot = { line: this.#beganOn, pointer: `${this.#wrapper === null ? '' : `/${this.#wrapper}`}/${this.#index}` };
      records.push({ place: { index: this.#index }, spot, bytes: isTooLong ? bytes.subarray(0, KEPT_BYTES) : bytes, isTooLong });
      this.#index += 1;
    } else if (!this.#isClosed || this.#index > 0) {
      throw new RegistryError(
        'body_unreadable',
        `A comma stands behind record ${this.#index} of the list where a record should: take it out.`,
      );
    }
    this.#parts = [];
    this.#bytes = 0;
    this.#hasContent = false;
  }

  #keepTail(part: Buffer): void {
    this.#tailBytes += part.length;
    if (this.#tailBytes <= TAIL_BYTES_MAX) this.#tail.push(part);
  }
}

const ALONE = 'a file holds one list, send each in a file of its own.';

/** The members beside a list, read from what stands behind it; null where that is no JSON. */
function restIn(tail: string, isWrapped: boolean): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(`${isWrapped ? '{"":[]' : '[]'}${tail}`) as Record<string, unknown>;
  } catch {
    return null;
  }
}
