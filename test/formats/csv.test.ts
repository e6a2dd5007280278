// Tables: which column holds which field, and a row as the record it states.

import { describe, expect, it } from 'vitest';
import { describeColumns, defused, recordTextOf } from '../../src/formats/csv/row.ts';
import { mapColumns, matchColumns } from '../../src/formats/csv/match-columns.ts';
import { parse } from '../../src/formats/index.ts';

const COBI = { format: 'cobi', recordType: 'customer' } as const;
const WASABI = { format: 'wasabi', recordType: 'customer' } as const;

function fieldsFor(header: readonly string[], kind: typeof COBI | typeof WASABI): (string | null)[] {
  return describeColumns(matchColumns(header, kind)).map(({ field, use }) => (use === 'mapped' ? field : use));
}

describe('columns are matched', () => {
  it.each([
    ['exactly', COBI, ['customer_id', 'user_id', 'region'], ['customer_id', 'user_id', 'region']],
    [
      'whatever their case, spaces and underscores',
      COBI,
      ['Customer ID', 'USER-ID', ' birth date '],
      ['customer_id', 'user_id', 'birthdate'],
    ],
    [
      'by common synonyms',
      WASABI,
      ['dob', 'postcode', 'Newsletter', 'country'],
      ['dateOfBirth', 'addresses[0].zipCode', 'marketingOptIn', 'addresses[0].countryCode'],
    ],
    [
      'into lists',
      WASABI,
      ['addresses[1].line1', 'address_line1', 'Address 3 City', 'dependent type'],
      ['addresses[1].line1', 'addresses[0].line1', 'addresses[2].city', 'dependents[0].type'],
    ],
    ['once a field', COBI, ['region', 'country'], ['region', 'kept']],
    ['but for reasons, which are ignored', COBI, ['_line', '_message', 'shoe size'], ['ignored', 'ignored', 'kept']],
  ])('%s', (_how, kind, header, fields) => {
    expect(fieldsFor(header, kind)).toEqual(fields);
  });

  it('as a mapping says, before anything else', () => {
    const columns = mapColumns(['Key', 'dob', 'note'], WASABI, { Key: 'customerId', note: null });
    expect(Array.isArray(columns) && describeColumns(columns).map(({ field, use }) => field ?? use)).toEqual([
      'customerId',
      'dateOfBirth',
      'ignored',
    ]);
  });

  it('never by a mapping that names what is not there', () => {
    expect(mapColumns(['a'], WASABI, { b: 'customerId' })).toEqual({
      fault: 'The mapping names the column "b", which the file does not have.',
    });
    expect(mapColumns(['a'], WASABI, { a: 'customerid' })).toEqual({
      fault: 'The mapping names "customerid", which is no field: one is "customerId".',
    });
  });
});

describe('a row', () => {
  const record = (header: string[], cells: string[], kind: typeof COBI | typeof WASABI): unknown =>
    JSON.parse(recordTextOf(cells, matchColumns(header, kind), kind.format));

  it('becomes an event, with the lists that its cells fill', () => {
    const header = ['customerId', 'created', 'updated', 'sms', 'address_id', 'street', 'city', 'zip', 'country', 'address2_city'];
    const cells = ['p-1', '2023-01-01T00:00:00Z', '2023-01-01T00:00:00Z', 'No', 'a', '1 Test Street', 'Testing', '0', 'GB', ''];
    const text = recordTextOf(cells, matchColumns(header, WASABI), 'wasabi');
    expect(parse(text, { format: 'wasabi', now: '2024-01-01T00:00:00.000000Z' }).issues).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ body: { smsOptIn: false, addresses: [{ addressId: 'a', line1: '1 Test Street' }] } });
  });

  it('keeps unknown columns under their own names, and empty cells as absent', () => {
    expect(record(['customer_id', 'shoe size', 'gender'], ['c', '43', ''], COBI)).toEqual({ customer_id: 'c', 'shoe size': '43' });
  });

  it('takes back what was defused', () => {
    for (const text of ['=1+1', '+1', '-1', '@a', '\t=1', "'=1"]) {
      expect(defused(text)).toBe(`'${text}`);
      expect(record(['gender'], [defused(text)], COBI)).toEqual({ gender: text });
    }
    expect(defused("'plain")).toBe("'plain");
  });
});
