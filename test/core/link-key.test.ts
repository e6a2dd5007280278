// Derived ids: which records meet in one customer, and that the id is the HMAC that it says it is.

import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { contentHashOf, idDerivation, linkKeyOf } from '../../src/core/link-key.ts';

const UUID = 'F22DDDD9-e607-4cd8-b7f7-6c10fec051ce';

describe('the link key', () => {
  it('of two default feeds is the same for the same id', () => {
    const cobi = linkKeyOf('cobi', { format: 'cobi', sourceId: UUID });
    expect(linkKeyOf('wasabi', { format: 'wasabi', sourceId: UUID.toLowerCase() })).toBe(cobi);
  });

  it('tells ids that are no UUID apart by letter case', () => {
    const upper = linkKeyOf('wasabi', { format: 'wasabi', sourceId: 'A-1' });
    expect(linkKeyOf('wasabi', { format: 'wasabi', sourceId: 'a-1' })).not.toBe(upper);
  });

  it('of a named feed is its own, whatever the id', () => {
    const named = linkKeyOf('shop', { format: 'wasabi', sourceId: UUID });
    expect(named).not.toBe(linkKeyOf('wasabi', { format: 'wasabi', sourceId: UUID }));
    expect(named).not.toBe(linkKeyOf('shop-2', { format: 'wasabi', sourceId: UUID }));
    expect(named).toBe(linkKeyOf('shop', { format: 'wasabi', sourceId: UUID.toLowerCase() }));
  });

  it('keeps a feed named like another format to itself', () => {
    expect(linkKeyOf('cobi', { format: 'wasabi', sourceId: 'x' })).not.toBe(linkKeyOf('cobi', { format: 'cobi', sourceId: 'x' }));
  });
});

describe('the derived id', () => {
  const idKey = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7));
  const scope = { accountId: '11111111-1111-4111-8111-111111111111', idKey };

  it('is the HMAC-SHA-256 of the link key under the account’s key, as a UUID of version 8', () => {
    const ids = idDerivation(scope);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (linkKey) => {
        const hex = createHmac('sha256', idKey).update(linkKey, 'utf8').digest('hex');
        const id = ids.customerId(linkKey);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        const digits = id.replaceAll('-', '');
        expect(digits.slice(0, 12) + digits.slice(13, 16)).toBe(hex.slice(0, 12) + hex.slice(13, 16));
        expect(digits.slice(17)).toBe(hex.slice(17, 32));
      }),
      { numRuns: 500 },
    );
  });

  it('is that of the longest id and source there may be', () => {
    const longest = `${'s'.repeat(40)}\u0000${'\u{10ffff}'.repeat(255)}`;
    const hex = createHmac('sha256', idKey).update(longest).digest('hex');
    expect(idDerivation(scope).customerId(longest).slice(0, 8)).toBe(hex.slice(0, 8));
  });

  it('is another under another account’s key', () => {
    const other = idDerivation({ ...scope, idKey: Buffer.alloc(32, 1) });
    expect(other.customerId('x')).not.toBe(idDerivation(scope).customerId('x'));
  });
});

it('the content hash is the SHA-256 of the canonical text', () => {
  expect(contentHashOf({ canonical: '{"a":"é"}' })).toBe(createHash('sha256').update('{"a":"é"}').digest('hex'));
});
