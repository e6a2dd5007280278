// Access keys: recognisable by their prefix, 190 random bits, and a checksum by which a mistyped key is told from a wrong one
// without asking the store. Only the hash is ever kept.

import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'clk_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 32;
const CHECK_CHARACTERS = 6;

/** A new key from random bytes (32 or more): the prefix, 32 characters of base 62, and a CRC-32 of both in 6 more. */
export function accessKeyFrom(random: Uint8Array): string {
  let body = PREFIX;
  for (const byte of random.subarray(0, RANDOM_CHARACTERS)) body += ALPHABET.charAt(byte % ALPHABET.length);
  return body + checkOf(body);
}

/** False for a key with our prefix whose checksum is wrong: it was cut or mistyped. Keys of an operator's own making are any text. */
export function isWellFormed(key: string): boolean {
  if (!key.startsWith(PREFIX)) return key.length >= 32;
  const body = key.slice(0, PREFIX.length + RANDOM_CHARACTERS);
  return key.slice(body.length) === checkOf(body);
}

/** What the store keeps. A plain hash will do: the key is random, not chosen. */
export function accessKeyHash(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** The part that may be shown to recognise a key by. */
export function accessKeyPrefix(key: string): string {
  return key.slice(0, 8);
}

function checkOf(body: string): string {
  let value = crc32(body);
  let text = '';
  for (let at = 0; at < CHECK_CHARACTERS; at += 1) {
    text = ALPHABET.charAt(value % ALPHABET.length) + text;
    value = Math.floor(value / ALPHABET.length);
  }
  return text;
}
