// NDJSON bytes → lines with their numbers and byte offsets. Blank lines are not records; a line over the limit is one that is
// cut, never one that fills the memory.

import type { Chunks } from './body.ts';

export const LINE_BYTES_MAX = 1024 * 1024;
/** How much of an over-long line, or element of a list, is kept for its rejection. */
export const KEPT_BYTES = 256 * 1024;
const NEWLINE = 10;
const RETURN = 13;

export interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly byteOffset: number;
  readonly bytes: Buffer;
  readonly isTooLong: boolean;
}

/** Lines by the chunk: an array for each chunk that ended any, so that a line costs no await of its own. */
export async function* linesOf(chunks: Chunks): AsyncIterable<Line[]> {
  const reader = new LineReader();
  for await (const chunk of chunks) {
    const lines = reader.take(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = reader.end();
  if (last.length > 0) yield last;
}

class LineReader {
  private lineNo = 1;
  private offset = 0;
  private open: Buffer[] = [];
  private openBytes = 0;

  take(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      this.close(lines, 1);
      start = end + 1;
    }
    if (start < chunk.length) this.keep(chunk.subarray(start));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.openBytes > 0) this.close(lines, 0);
    return lines;
  }

  private keep(part: Buffer): void {
    if (this.openBytes <= LINE_BYTES_MAX) this.open.push(part);
    this.openBytes += part.length;
  }

  private close(lines: Line[], terminatorBytes: number): void {
    const isTooLong = this.openBytes > LINE_BYTES_MAX;
    const joined = this.open.length === 1 ? (this.open[0] as Buffer) : Buffer.concat(this.open);
    const bytes = isTooLong ? joined.subarray(0, KEPT_BYTES) : trimmed(joined);
    if (bytes.length > 0) lines.push({ line: this.lineNo, byteOffset: this.offset, bytes, isTooLong });
    this.lineNo += 1;
    this.offset += this.openBytes + terminatorBytes;
    this.open = [];
    this.openBytes = 0;
  }
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1] as number)) end -= 1;
  let start = 0;
  while (start < end && isBlank(bytes[start] as number)) start += 1;
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === RETURN;
}
