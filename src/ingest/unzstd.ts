// zstd (RFC 8878): all frames of it. The platform's decoder ends with the first and says nothing of what follows, so that of files put
// together, and of what `pzstd` writes, the rest would be lost without a word.

import { createZstdDecompress } from 'node:zlib';
import { leave } from './leave.ts';

type Chunks = AsyncIterable<Buffer>;
type Input = AsyncIterator<Buffer>;
type Decoder = ReturnType<typeof createZstdDecompress>;

const MAGIC = 0xfd2fb528;
/** Sixteen numbers tell of a frame for others (3.1.2), which is passed over. */
const SKIPPABLE_FIRST = 0x184d2a50;
const SKIPPABLE_LAST = 0x184d2a5f;
const MAGIC_BYTES = 4;
const SKIPPABLE_HEAD_BYTES = 8;
const NOTHING: Buffer = Buffer.alloc(0);

/** Whether the bytes begin like zstd. */
export function isZstd(head: Buffer): boolean {
  return head.length >= MAGIC_BYTES && (head.readUInt32LE(0) === MAGIC || isSkippable(head));
}

function isSkippable(head: Buffer): boolean {
  const magic = head.readUInt32LE(0);
  return magic >= SKIPPABLE_FIRST && magic <= SKIPPABLE_LAST;
}

/** What the frames hold, one behind the other. Throws where one is broken or cut, and where something else follows. */
export async function* unzstd(chunks: Chunks): Chunks {
  const input = chunks[Symbol.asyncIterator]();
  try {
    let rest = await nextFrame(input, NOTHING);
    while (rest.length > 0) {
      const decoder = createZstdDecompress();
      const fed = feed(decoder, rest, input);
      yield* decoder as AsyncIterable<Buffer>;
      rest = await nextFrame(input, await fed);
      decoder.destroy();
    }
  } finally {
    leave(input);
  }
}

/** Gives the decoder one chunk after the other until its frame has ended; what of the last one lies behind it. */
async function feed(decoder: Decoder, first: Buffer, input: Input): Promise<Buffer> {
  let given = 0;
  try {
    for (let chunk: Buffer | undefined = first; chunk; chunk = (await input.next()).value) {
      given += chunk.length;
      await written(decoder, chunk);
      if (decoder.bytesWritten < given) return chunk.subarray(chunk.length - (given - decoder.bytesWritten));
    }
    decoder.end();
  } catch (error) {
    decoder.destroy(error as Error);
  }
  return NOTHING;
}

/** Resolves also where the decoder failed: whoever reads from it is told. */
function written(decoder: Decoder, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => decoder.write(chunk, () => resolve()));
}

/** What begins the next frame, behind those that are passed over; empty: there is none. */
async function nextFrame(input: Input, rest: Buffer): Promise<Buffer> {
  let head = await atLeast(MAGIC_BYTES, input, rest);
  while (head.length > 0 && isZstd(head) && isSkippable(head)) {
    head = await atLeast(SKIPPABLE_HEAD_BYTES, input, head);
    const bytes = head.length < SKIPPABLE_HEAD_BYTES ? Infinity : SKIPPABLE_HEAD_BYTES + head.readUInt32LE(MAGIC_BYTES);
    head = await atLeast(MAGIC_BYTES, input, await passedOver(bytes, input, head));
  }
  if (head.length > 0 && !isZstd(head)) throw new Error('behind a frame something follows that is none');
  return head;
}

async function passedOver(bytes: number, input: Input, from: Buffer): Promise<Buffer> {
  let left = bytes;
  let chunk = from;
  while (chunk.length < left) {
    left -= chunk.length;
    const { value, done } = await input.next();
    if (done) throw new Error('a frame that is passed over is cut');
    chunk = value;
  }
  return chunk.subarray(left);
}

async function atLeast(bytes: number, input: Input, from: Buffer): Promise<Buffer> {
  let head = from;
  while (head.length < bytes) {
    const { value, done } = await input.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}
