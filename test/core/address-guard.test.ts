// Which addresses webhooks may reach: at least 60 spellings of forbidden ones, and the public ones beside them.

import { describe, expect, it } from 'vitest';
import { allowedRangeFrom, refusalOfAddress, refusalOfUrl } from '../../src/core/address-guard.ts';
import { FORBIDDEN_ADDRESSES, FORBIDDEN_URLS } from '../webhooks/forbidden.ts';
import type { AllowedRange } from '../../src/core/address-guard.ts';

describe('an address', () => {
  it.each(FORBIDDEN_ADDRESSES)('is refused as a socket spells it: %s', (address) => {
    expect(refusalOfAddress(address, [])).not.toBeNull();
  });

  it.each(['8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::8a', '::ffff:8.8.8.8'])(
    'that is public may be reached: %s',
    (address) => {
      expect(refusalOfAddress(address, [])).toBeNull();
    },
  );

  it('may be reached where it is allowed, and only there', () => {
    const allowed = ['127.0.0.0/8', 'fd00::/8'].map((range) => allowedRangeFrom(range) as AllowedRange);
    expect(['127.9.9.9', '::ffff:127.0.0.1', 'fd12::1'].map((address) => refusalOfAddress(address, allowed))).toEqual([null, null, null]);
    expect(refusalOfAddress('10.0.0.1', allowed)).toBe('private');
    expect(refusalOfAddress('::1', allowed)).toBe('loopback');
    expect(allowedRangeFrom('127.0.0.1/64')).toBeNull();
  });
});

describe('a webhook address', () => {
  it.each(FORBIDDEN_URLS)('is refused when it is saved: %s', (url) => {
    expect(refusalOfUrl(new URL(url), [])).not.toBeNull();
  });

  it.each(['https://example.com/hook', 'http://93.184.216.34:8080/?a=b', 'https://[2606:4700::1111]/'])('may be public: %s', (url) => {
    expect(refusalOfUrl(new URL(url), [])).toBeNull();
  });
});

it('there are at least 60 spellings', () => {
  expect(FORBIDDEN_ADDRESSES.length + FORBIDDEN_URLS.length).toBeGreaterThanOrEqual(60);
});
