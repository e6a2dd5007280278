// Access keys: recognisable, checked without the store, kept only as a hash.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { accessKeyFrom, accessKeyHash, accessKeyPrefix, isWellFormed } from '../../src/core/access-key.ts';

const randomBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

it('a new key has the prefix, 32 characters and a checksum of 6', () => {
  const key = accessKeyFrom(Uint8Array.from({ length: 32 }, (_, at) => at));
  expect(key).toMatch(/^clk_[0-9A-Za-z]{38}$/);
  expect(accessKeyPrefix(key)).toBe(key.slice(0, 8));
});

it('every new key is well formed, and none with one character changed or cut off is', () => {
  fc.assert(
    fc.property(randomBytes, fc.nat(37), (random, at) => {
      const key = accessKeyFrom(random);
      const other = key[at + 4] === 'a' ? 'b' : 'a';
      const mistyped = key.slice(0, at + 4) + other + key.slice(at + 5);
      return isWellFormed(key) && !isWellFormed(mistyped) && !isWellFormed(key.slice(0, -1)) && !isWellFormed(`${key}0`);
    }),
    { numRuns: 500 },
  );
});

it('a key of an operator may be any text of 32 characters or more', () => {
  expect(isWellFormed('x'.repeat(32))).toBe(true);
  expect(isWellFormed('x'.repeat(31))).toBe(false);
});

it('what is kept is the SHA-256 of the key', () => {
  expect(accessKeyHash('some key')).toEqual(createHash('sha256').update('some key').digest());
});
