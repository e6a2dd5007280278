// The sample's own randomness: small, fast, and the same on every machine, so that a seed names a data set for ever.

/** A stream of numbers that depends on nothing but what it was made from. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A UUID, version 4 (RFC 9562, 5.4), in lower case. */
  uuid(): string;
}

const WARM_UP_ROUNDS = 12;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * The stream named by three whole numbers. Streams of different names are independent, which lets any record be made again
 * from its number alone, without keeping it.
 */
export function randomOf(seed: number, subject: number, stream: number): Random {
  const next32 = smallFastCounter(seed, subject, stream);
  const next = (): number => next32() / 0x1_0000_0000;
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    uuid: () => uuidOf(next32(), next32(), next32(), next32()),
  };
}

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand; a 32-bit state would repeat whole persons in millions. */
function smallFastCounter(seed: number, subject: number, stream: number): () => number {
  let a = seed | 0;
  let b = subject | 0;
  let c = stream | 0;
  let counter = 1;
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) next32();
  return next32;
}

function uuidOf(a: number, b: number, c: number, d: number): string {
  const version = (b & 0xffff_0fff) | 0x4000;
  const variant = (c & 0x3fff_ffff) | 0x8000_0000;
  return `${hex(a >>> 16)}${hex(a)}-${hex(version >>> 16)}-${hex(version)}-${hex(variant >>> 16)}-${hex(variant)}${hex(d >>> 16)}${hex(d)}`;
}

/** The low 16 bits. */
function hex(word: number): string {
  return (HEX[(word >>> 8) & 255] as string) + (HEX[word & 255] as string);
}
