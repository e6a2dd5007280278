// SHA-1 (FIPS 180-4, 6.1) for name-based UUIDs, which ask for it (RFC 9562, 5.5). Our own because the platform's is asynchronous in
// browsers, and another runs only in Node. It guards nothing.

const BLOCK_BYTES = 64;

/** Written anew for every block; nothing runs in between. */
const WORDS = new Uint32Array(80);

/** The 20-byte digest of `message`. */
export function sha1(message: Uint8Array): Uint8Array {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const padded = pad(message);
  for (let at = 0; at < padded.byteLength; at += BLOCK_BYTES) {
    expand(WORDS, padded, at);
    compress(state, WORDS);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (let at = 0; at < state.length; at += 1) digest.setUint32(at * 4, word(state, at));
  return new Uint8Array(digest.buffer);
}

/** The message, one bit, zeros, and its length in bits, in whole blocks. */
function pad(message: Uint8Array): DataView {
  const blocks = Math.ceil((message.length + 9) / BLOCK_BYTES);
  const bytes = new Uint8Array(blocks * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(bytes.length - 4, message.length * 8);
  return view;
}

function expand(words: Uint32Array, block: DataView, start: number): void {
  for (let at = 0; at < 16; at += 1) words[at] = block.getUint32(start + at * 4);
  for (let at = 16; at < 80; at += 1) {
    words[at] = rotate(word(words, at - 3) ^ word(words, at - 8) ^ word(words, at - 14) ^ word(words, at - 16), 1);
  }
}

function compress(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let at = 0; at < 80; at += 1) {
    const next = (rotate(a, 5) + mix(at, b, c, d) + e + word(words, at)) | 0;
    // One by one: a swap by array takes twice the time.
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  state.set([word(state, 0) + a, word(state, 1) + b, word(state, 2) + c, word(state, 3) + d, word(state, 4) + e]);
}

/** The round's function and constant together. */
function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(words: Uint32Array, at: number): number {
  return words[at] as number;
}
