// Laws of certain fixes, over valid records with values put in that are nearly right, wrong or null: what is suggested is what is
// applied, and what was mended needs no mending again.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parse } from '../../src/formats/index.ts';
import { cobiText, wasabiText } from './arbitrary-records.ts';
import { NOW } from './cases.ts';
import type { Issue, Parsed } from '../../src/formats/index.ts';

const RUNS = { numRuns: 500 };

/** JSON texts of values that stand in for some of a record's. */
const FAULTS = [
  'null|7|1.0|-12345678901234567890|"true"|"false"|[]|""|" "|"xk"|"uk"|"usa"|"XX"|"ß"|"active"|"Deleted"|"created"|"customer"',
  '"2023-1-5"|"2027-1-5"|" 2023-01-05"|"2023-02-30"|"2023-1-5 "|"2023-01-15 14:30:00Z"|"2016-12-31 23:59:60.1234567Z"',
  '"2031-01-15 14:30:00Z"|" A-1 "|"550E8400-e29b-41d4-a716-446655440000 "',
].flatMap((faults) => faults.split('|'));

const MEMBERS = [
  'customer_id user_id birthdate institute_id region gender updated is_deleted eventType eventAction version',
  'customerId dateOfBirth status smsOptIn createdAt updatedAt addressId line2 countryCode type',
].flatMap((members) => members.split(' '));

/** The text with some values exchanged, wherever in the record those members stand. */
function faulty(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const exchange = fc.tuple(fc.constantFrom(...MEMBERS), fc.constantFrom(...FAULTS));
  return fc.tuple(text, fc.array(exchange, { maxLength: 6 })).map(([sent, exchanges]) => {
    return exchanges.reduce((damaged, [member, fault]) => {
      return damaged.replace(new RegExp(`"${member}":(?:"(?:[^"\\\\]|\\\\.)*"|[^",{}[\\]]+)`, 'gu'), () => `"${member}":${fault}`);
    }, sent);
  });
}

const isMendable = ({ suggestion, fix }: Issue): boolean => suggestion !== undefined || fix !== undefined;
const placeOf = ({ code, pointer, severity }: Issue): string => `${severity} ${code} ${pointer}`;

describe.each([
  ['cobi', faulty(cobiText)],
  ['wasabi', faulty(wasabiText)],
] as const)('with fixes: %s', (format, texts) => {
  const read = (text: string, fixes: boolean): Parsed => parse(text, { format, now: NOW, fixes });

  it('mends what a suggestion was made for, as suggested, and nothing else', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const asked = read(text, false).issues.filter(isMendable);
        const applied = read(text, true).issues.filter(({ code }) => code === 'fix_applied');
        expect(applied.map(({ pointer, suggestion }) => ({ pointer, suggestion }))).toEqual(
          asked.map(({ pointer, suggestion }) => ({ pointer, suggestion })),
        );
      }),
      RUNS,
    );
  });

  it('still names every fault that has no certain fix', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const unmendable = read(text, false).issues.filter((issue) => issue.severity === 'error' && !isMendable(issue));
        const left = read(text, true).issues.map(placeOf);
        expect(left).toEqual(expect.arrayContaining(unmendable.map(placeOf)));
      }),
      RUNS,
    );
  });

  it('gives a record that needs no fix', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { record, issues } = read(text, true);
        if (!record) return;
        const again = read(record.text, false);
        expect(again.record).toEqual(record);
        expect(again.issues.map(placeOf)).toEqual(issues.filter(({ code }) => code !== 'fix_applied').map(placeOf));
      }),
      RUNS,
    );
  });
});
