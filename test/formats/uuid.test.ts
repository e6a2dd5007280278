// Name-based UUIDs are what other programs make of the same names, and SHA-1 is what Node has.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isUuid, nameBasedUuid, uuidVersion } from '../../src/formats/uuid.ts';
import { sha1 } from '../../src/formats/sha1.ts';

describe('sha1', () => {
  it('agrees with Node on messages of every length around a block', () => {
    for (let length = 0; length < 200; length += 1) {
      const message = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0xff);
      expect(Buffer.from(sha1(message)).toString('hex')).toBe(createHash('sha1').update(message).digest('hex'));
    }
  });
});

describe('a name-based UUID', () => {
  it('is version 5 of the RFC’s variant, the same for the same source and id', () => {
    const id = nameBasedUuid('wasabi', '123456789');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id).toBe('03c51ff4-ba4c-5478-86a8-a10b1880299c');
  });

  it('differs for different ids and sources', () => {
    const ids = ['wasabi', 'cobi'].flatMap((source) => ['1', '2', 'é', '\u{1f600}'].map((id) => nameBasedUuid(source, id)));
    expect(new Set(ids).size).toBe(8);
  });
});

describe('a UUID', () => {
  it('is recognised in any version and case', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => isUuid(uuid) && isUuid(uuid.toUpperCase()) && uuidVersion(uuid) === uuid[14]));
  });

  it.each(['', '550e8400e29b41d4a716446655440000', '{550e8400-e29b-41d4-a716-446655440000}', '550e8400-e29b-41d4-a716-44665544000g'])(
    'is not %s',
    (text) => expect(isUuid(text)).toBe(false),
  );
});
