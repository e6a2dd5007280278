// SHA-1 (FIPS 180-4, 6.1) for name-based UUIDs, which ask for it (RFC 9562, 5.5). Our own because the platform's is asynchronous in
// browsers, and another runs only in Node. It guards nothing.

const BLOCK_BYTES = 64;

/** Written anew for every block, every message and every digest; nothing runs in between. */
const WORDS = new Uint32Array(80);
const STATE = new Uint32Array(5);
const START = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
/** Names are short: most messages fit into two blocks. Views made anew for each name took 3 µs. */
const SHORT = new Uint8Array(2 * BLOCK_BYTES);

/** The 20-byte digest of `message`. */
export function sha1(message: Uint8Array): Uint8Array {
  STATE.set(START);
  const padded = pad(message);
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) {
    expand(WORDS, padded, at);
    compress(STATE, WORDS);
  }
  const digest = new Uint8Array(20);
  for (let at = 0; at < digest.length; at += 1) digest[at] = word(STATE, at >> 2) >>> (24 - 8 * (at & 3));
  return digest;
}

/** The message, one bit, zeros, and its length in bits, in whole blocks. */
function pad(message: Uint8Array): Uint8Array {
  const size = Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
  const bytes = size <= SHORT.length ? SHORT.fill(0).subarray(0, size) : new Uint8Array(size);
  bytes.set(message);
  bytes[message.length] = 0x80;
  putWord(bytes, size - 8, Math.floor(message.length / 2 ** 29));
  putWord(bytes, size - 4, message.length * 8);
  return bytes;
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  for (let byte = 0; byte < 4; byte += 1) bytes[at + byte] = value >>> (24 - 8 * byte);
}

function wordAt(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  return (a << 24) | (b << 16) | (c << 8) | d;
}

function expand(words: Uint32Array, block: Uint8Array, start: number): void {
  for (let at = 0; at < 16; at += 1) words[at] = wordAt(block, start + at * 4);
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
