// Secrets at rest: what was sealed opens in its own place, under its own key, unaltered, and nowhere else.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { secretBoxOf, secretKeysFrom, secretKeyText } from '../../src/core/secret-box.ts';
import type { SecretBox } from '../../src/core/secret-box.ts';

const PLACE = 'account.line_secret.1';
const keyText = (id: string, fill: number): string => secretKeyText({ id, bytes: Buffer.alloc(32, fill) });
const boxOf = (...texts: string[]): SecretBox => secretBoxOf(secretKeysFrom(texts.join(',')), randomBytes);

describe('a secret box', () => {
  const box = boxOf(keyText('one', 1));

  it('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(box.open(box.seal(text, PLACE), PLACE)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('seals the same text differently each time, names the key, and shows nothing of the text', () => {
    const [first, second] = [box.seal('a line secret', PLACE), box.seal('a line secret', PLACE)];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^s1\.one\.[\w-]+$/);
    expect(Buffer.from(first.split('.')[2] ?? '', 'base64url').includes('line')).toBe(false);
  });

  it('opens nothing in another place', () => {
    const sealed = box.seal('a line secret', PLACE);
    for (const place of ['account.line_token.1', 'account.line_secret.2', '']) {
      expect(() => box.open(sealed, place)).toThrow(expect.objectContaining({ code: 'store_invalid' }));
    }
  });

  it('opens nothing that was altered or cut, at any byte', () => {
    const sealed = box.seal('short', PLACE);
    const [version, id, encoded = ''] = sealed.split('.');
    const bytes = Buffer.from(encoded, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, PLACE)).toThrow(/altered/);
      expect(() => box.open(`${version}.${id}.${bytes.subarray(0, at).toString('base64url')}`, PLACE)).toThrow(/altered/);
    }
    expect(() => box.open('in the clear', PLACE)).toThrow(/altered/);
  });

  it('seals under the first key, opens under all, and names a key that is not given', () => {
    const sealed = box.seal('a line secret', PLACE);
    const rotated = boxOf(keyText('two', 2), keyText('one', 1));
    expect([rotated.keyId, rotated.isFresh(sealed), rotated.open(sealed, PLACE)]).toEqual(['two', false, 'a line secret']);
    const resealed = rotated.seal('a line secret', PLACE);
    expect(rotated.isFresh(resealed)).toBe(true);
    expect(() => box.open(resealed, PLACE)).toThrow(
      expect.objectContaining({ code: 'setting_invalid', message: expect.stringContaining(`"two"`) }),
    );
    expect(() => boxOf(keyText('one', 9)).open(sealed, PLACE)).toThrow(/altered/);
  });

  it.each(['', 'one', 'one:', 'one:c2hvcnQ=', `o n:${'A'.repeat(43)}=`, `${keyText('a', 1)},`, `${keyText('a', 1)},${keyText('a', 2)}`])(
    'takes no keys like %j, and repeats none',
    (text) => {
      expect(() => secretKeysFrom(text)).toThrow(expect.objectContaining({ code: 'setting_invalid' }));
      expect(() => secretKeysFrom(text)).not.toThrow(/c2hvcnQ|AQEBAQ/);
    },
  );
});
