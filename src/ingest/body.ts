// A request's bytes: unpacked where they are gzip or zstd (recognised by their first bytes, whatever the header says), with a
// look at the beginning to tell the carrier. Constant memory: nothing here holds more than a chunk and the first line.

import { createGunzip } from 'node:zlib';
import { isZstd, unzstd } from './unzstd.ts';
import { leave } from './leave.ts';
import { pipeline } from 'node:stream';
import { RegistryError } from '../error.ts';

export type Chunks = AsyncIterable<Buffer>;

/** The first line, at most, is read ahead to recognise a carrier. */
const AHEAD_BYTES_MAX = 1024 * 1024;
const NEWLINE = 10;
const MARK = Buffer.from('\uFEFF');

/** A body with its beginning known and still to be read whole. */
export interface Body {
  /** Everything up to the first line's end, or all there is. */
  readonly head: Buffer;
  /** True when `head` is the whole body. */
  readonly isWhole: boolean;
  readonly chunks: Chunks;
}

/** Unpacks and looks ahead. Throws `body_unreadable` (also later, while reading) where the compression is broken. */
export async function openBody(bytes: Buffer | AsyncIterable<Buffer>): Promise<Body> {
  if (Buffer.isBuffer(bytes)) {
    if (!isGzip(bytes) && !isZstd(bytes)) return wholeBody(bytes);
    return openBody(once(bytes));
  }
  const packed = await lookAhead(bytes, (head) => head.length >= 4);
  const unpacked = unpack(packed);
  return lookAhead(unpacked, (head) => hasFirstLine(head) || head.length > AHEAD_BYTES_MAX);
}

/** Whether the first line that is not blank has its end there. */
export function hasFirstLine(head: Buffer): boolean {
  return head.includes(NEWLINE, firstVisible(head));
}

/** A body that is there already, unpacked. */
export function wholeBody(bytes: Buffer): Body {
  return { head: bytes, isWhole: true, chunks: once(bytes) };
}

async function* once(bytes: Buffer): Chunks {
  yield bytes;
}

/** Behind a byte order mark and blank lines. */
function firstVisible(head: Buffer): number {
  let at = head.indexOf(MARK) === 0 ? MARK.length : 0;
  while (at < head.length && (head[at] as number) <= 32) at += 1;
  return at;
}

async function lookAhead(bytes: AsyncIterable<Buffer>, isEnough: (head: Buffer) => boolean): Promise<Body> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let isWhole = false;
  while (!isWhole && !isEnough(head)) {
    const { value, done } = await iterator.next();
    if (done) isWhole = true;
    else head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return { head, isWhole, chunks: again(head, iterator) };
}

async function* again(head: Buffer, rest: AsyncIterator<Buffer>): Chunks {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    leave(rest);
  }
}

function unpack({ head, chunks }: Body): AsyncIterable<Buffer> {
  if (isZstd(head)) return readable(unzstd(chunks));
  if (!isGzip(head)) return chunks;
  const decoder = createGunzip();
  // Not `pipe`: it would leave the decoder waiting for ever, and end the process, when the sender goes away.
  pipeline(chunks, decoder, () => undefined);
  return readable(decoder);
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* readable(stream: AsyncIterable<Buffer>): Chunks {
  try {
    yield* stream;
  } catch (error) {
    throw new RegistryError('body_unreadable', 'The compressed body is broken or ends too early: compress it again and send it again.', {
      cause: error,
    });
  }
}

/** The whole body as one buffer. Throws `body_too_large` beyond `bytesMax` unpacked bytes. */
export async function readWhole({ head, isWhole, chunks }: Body, bytesMax: number): Promise<Buffer> {
  if (isWhole && head.length <= bytesMax) return head;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      throw new RegistryError(
        'body_too_large',
        `A JSON document may have ${bytesMax} bytes here: send one record a line (NDJSON), or several requests.`,
      );
    }
    parts.push(chunk);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
