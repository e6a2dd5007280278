// Holds every format to its cases: what is accepted comes back as it was sent, what is rejected names each fault and nothing else.

import { describe, expect, it } from 'vitest';
import { ISSUE_CODES, parse, parseAccount, print } from '../../src/formats/index.ts';
import { bearingsOf, casesOf, NOW, textOf } from './cases.ts';
import type { Format, Parsed } from '../../src/formats/index.ts';
import type { Case } from './cases.ts';

const FORMATS = ['cobi', 'wasabi', 'registry'] as const;

/** Raised where records arrive as bytes, as rows or in a mixture, meet one another or become another format's: not by reading one record's text. */
const RAISED_ELSEWHERE = new Set([
  'utf8_invalid',
  'record_too_large',
  'columns_wrong',
  'quote_misplaced',
  'format_unknown',
  'reference_unresolved',
  'version_tie',
  'not_convertible',
]);

describe.each(FORMATS)('%s', (format) => {
  it.each(casesOf(format, 'accepted').map((one) => [one.name, one] as const))('accepts %s', (_name, one) => {
    const parsed = read(format, one);
    expect(bearingsOf(parsed.issues, one.issues)).toEqual(one.issues);
    expect(parsed.record).toMatchObject({ text: textOf(one), ...one.record });
    expect(print(parsed.record as NonNullable<Parsed['record']>)).toBe(parsed.record?.text);
  });

  it.each(casesOf(format, 'rejected').map((one) => [one.name, one] as const))('rejects %s', (_name, one) => {
    const parsed = read(format, one);
    expect(bearingsOf(parsed.issues, one.issues)).toEqual(one.issues);
    expect(parsed.record).toBeUndefined();
    if (one.record) expect(parsed).toMatchObject(one.record);
  });
});

describe('voipbin', () => {
  it.each(casesOf('voipbin', 'accepted').map((one) => [one.name, one] as const))('accepts %s', (_name, one) => {
    const { account, issues } = readAccount(one);
    expect(bearingsOf(issues, one.issues)).toEqual(one.issues);
    expect(account).toEqual(one.record);
  });

  it.each(casesOf('voipbin', 'rejected').map((one) => [one.name, one] as const))('rejects %s', (_name, one) => {
    const { account, issues } = readAccount(one);
    expect(bearingsOf(issues, one.issues)).toEqual(one.issues);
    expect(account).toBeUndefined();
  });
});

describe('the cases together', () => {
  it('produce every issue code that reading a record can raise', () => {
    const expected = [...FORMATS, 'voipbin'].flatMap((format) => [...casesOf(format, 'accepted'), ...casesOf(format, 'rejected')]);
    const codes = new Set<string>(expected.flatMap(({ issues }) => issues.map(({ code }) => code)));
    expect(Object.keys(ISSUE_CODES).filter((code) => !codes.has(code) && !RAISED_ELSEWHERE.has(code))).toEqual([]);
  });
});

function read(format: Format, one: Case): Parsed {
  const { now = NOW, fixes = false, recordType = 'customer' } = one;
  return parse(textOf(one), { format, recordType, now, fixes });
}

function readAccount(one: Case): ReturnType<typeof parseAccount> {
  return parseAccount(textOf(one), { mode: one.mode ?? 'create', fixes: one.fixes === true });
}
