// Conversion keeps what the other format can hold and tells everything else: each row of "Between formats", and the law that a
// record converted away and back differs by the losses reported alone.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { convert, convertCustomer, parse, statementOf } from '../../src/formats/index.ts';
import { cobiText, wasabiText } from './arbitrary-records.ts';
import { NOW } from './cases.ts';
import type { Conversion, Format, Loss, RegistryCustomer, SourceRecord, Statement } from '../../src/formats/index.ts';

const RUNS = { numRuns: 300 };
const ID = '550e8400-e29b-41d4-a716-446655440000';
const USER_ID = '550e8400-e29b-41d4-a716-446655440001';
const REGISTRY_ID = '0d9d1c9e-55c2-8d6b-9d64-0123456789ab';
const TIME = '2023-08-15T02:44:23.688Z';

const ADDRESS = { addressId: 'a1', line1: '1 Mill Lane', city: 'Leeds', zipCode: 'LS1 4AB', countryCode: 'GB' };
const COBI = { customer_id: ID, user_id: USER_ID, region: 'CA' };
const BODY = { customerId: '123', addresses: [ADDRESS], createdAt: TIME, updatedAt: TIME };

function recordOf(value: object, format: Format): SourceRecord {
  const { record, issues } = parse(JSON.stringify(value), { format, now: NOW });
  if (!record) throw new Error(JSON.stringify(issues));
  return record;
}

function wasabi(body: object = {}, envelope: object = {}): SourceRecord {
  return recordOf({ eventType: 'CUSTOMER', eventAction: 'CREATED', version: 1, body: { ...BODY, ...body }, ...envelope }, 'wasabi');
}

function cobi(members: object = {}): SourceRecord {
  return recordOf({ ...COBI, ...members }, 'cobi');
}

function converted(conversion: Conversion): { record: SourceRecord; losses: readonly Loss[] } {
  if ('refused' in conversion) throw new Error(conversion.refused.message);
  return conversion;
}

/** `dropped /gender`, … */
function told(losses: readonly Loss[]): string[] {
  return losses.map(({ kind, pointer }) => `${kind} ${pointer}`).toSorted();
}

describe('a Wasabi event', () => {
  it('becomes a Cobi customer with ids that stand in, and its latest address’s country', () => {
    const addresses = [
      { ...ADDRESS, countryCode: 'DE', updatedAt: '2023-08-16T00:00:00+02:00' },
      { ...ADDRESS, addressId: 'a2', countryCode: 'FR', updatedAt: '2023-08-15T22:00:00Z' },
      { ...ADDRESS, addressId: 'a3', countryCode: 'GB' },
    ];
    const { record, losses } = converted(convert(wasabi({ addresses, status: 'DELETED', smsOptIn: false }), 'cobi', { now: NOW }));
    expect(record.value).toMatchObject({ region: 'FR', is_deleted: true, created: TIME, updated: TIME });
    expect(record.value['customer_id']).toBe(record.value['user_id']);
    expect(told(losses)).toEqual(['dropped /body/smsOptIn', 'invented /customer_id', 'invented /user_id', 'narrowed /body/addresses']);
  });

  it('keeps an id that is a UUID, and gets the registry’s id for the other', () => {
    const { record, losses } = converted(convert(wasabi({ customerId: ID }), 'cobi', { now: NOW, registryId: REGISTRY_ID }));
    expect(record.value).toMatchObject({ customer_id: ID, user_id: REGISTRY_ID });
    expect(told(losses)).toEqual(['invented /user_id', 'narrowed /body/addresses']);
  });

  it('has no form in Cobi where it states no country', () => {
    expect(convert(wasabi({ addresses: [] }), 'cobi', { now: NOW })).toMatchObject({
      refused: { code: 'not_convertible', message: expect.stringContaining('country') },
    });
  });

  it('loses its undocumented members, each told', () => {
    const event = wasabi({ loyalty: 1, addresses: [{ ...ADDRESS, 'a/b': 1 }] }, { trace: 'x' });
    expect(told(converted(convert(event, 'registry', { now: NOW })).losses)).toEqual([
      'dropped /body/addresses/0/a~1b',
      'dropped /body/loyalty',
      'dropped /trace',
    ]);
  });

  it('loses decimals beyond microseconds in the registry’s form alone', () => {
    const event = wasabi({ updatedAt: '2023-08-15T02:44:23.1234567Z', addresses: [{ ...ADDRESS, createdAt: '2016-12-31T23:59:60Z' }] });
    const { record, losses } = converted(convert(event, 'registry', { now: NOW }));
    expect(record.value['updatedAt']).toBe('2023-08-15T02:44:23.123456Z');
    expect(told(losses)).toEqual(['narrowed /body/addresses/0/createdAt', 'narrowed /body/updatedAt']);
    expect(converted(convert(event, 'cobi', { now: NOW })).record.value['updated']).toBe('2023-08-15T02:44:23.1234567Z');
  });
});

describe('a Cobi customer', () => {
  it('becomes a Wasabi event without addresses; what it lacks is the time of the receipt', () => {
    const receivedAt = '2025-01-02T03:04:05.678901Z';
    const { record, losses } = converted(convert(cobi({ gender: '', updated: TIME }), 'wasabi', { now: NOW, receivedAt }));
    expect(record.value).toMatchObject({
      eventAction: 'CREATED',
      body: { customerId: ID, addresses: [], createdAt: receivedAt, updatedAt: TIME },
    });
    expect(told(losses)).toEqual(['dropped /gender', 'dropped /region', 'dropped /user_id', 'invented /body/createdAt']);
  });

  it('loses nothing for its nulls', () => {
    const record = cobi({ birthdate: null, gender: null, institute_id: null, created: TIME, updated: TIME, is_deleted: null });
    expect(told(converted(convert(record, 'wasabi', { now: NOW })).losses)).toEqual(['dropped /region', 'dropped /user_id']);
  });

  it('is itself in its own format', () => {
    const record = cobi();
    expect(convert(record, 'cobi', { now: NOW })).toEqual({ record, losses: [] });
  });
});

describe('what is no person', () => {
  it('has no form elsewhere', () => {
    const institute = parse(JSON.stringify({ institute_id: ID, name: 'Hill College', region: 'CA' }), {
      format: 'cobi',
      recordType: 'institute',
      now: NOW,
    });
    expect(convert(institute.record as SourceRecord, 'wasabi', { now: NOW })).toMatchObject({ refused: { code: 'not_convertible' } });
    expect(convert(cobi(), 'voipbin', { now: NOW })).toMatchObject({ refused: { message: expect.stringContaining('organizations') } });
  });
});

describe('there and back', () => {
  it.each([
    ['cobi', cobiText],
    ['wasabi', wasabiText],
  ] as const)('through the registry’s form nothing stated is lost: %s', (format, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const record = parse(text, { format, now: NOW }).record as SourceRecord;
        const there = converted(convert(record, 'registry', { now: NOW }));
        const back = converted(convert(there.record, format, { now: NOW }));
        expect(back.losses.filter(({ kind }) => kind !== 'invented')).toEqual([]);
        expect(statementOf(back.record)).toMatchObject(statementOf(record));
        expect(statementOf(there.record)).toMatchObject({ ...statementOf(record), identifiers: expect.anything() });
      }),
      RUNS,
    );
  });

  it.each([
    ['cobi', 'wasabi', cobiText],
    ['wasabi', 'cobi', wasabiText],
  ] as const)('differs by the losses reported alone: %s to %s', (format, to, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const record = parse(text, { format, now: NOW }).record as SourceRecord;
        const there = convert(record, to, { now: NOW });
        if ('refused' in there) {
          expect(statementOf(record).country).toBeUndefined();
          return;
        }
        const lost = there.losses.map(({ pointer }) => pointer);
        expect(changed(statementOf(record), statementOf(there.record)).filter((field) => !isTold(field, lost))).toEqual([]);
        expect(there.record.isDeleted).toBe(record.isDeleted);
      }),
      RUNS,
    );
  });
});

/** The members of a field in any of the formats. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  gender: ['/gender'],
  country: ['/region', '/body/addresses'],
  instituteId: ['/institute_id'],
  courseId: ['/course_id'],
  marketing: ['/body/marketingOptIn'],
  sms: ['/body/smsOptIn'],
  dependents: ['/body/dependents'],
  addresses: ['/body/addresses'],
  ids: ['/user_id', '/customer_id'],
  createdAt: ['/body/createdAt'],
  updatedAt: ['/body/updatedAt'],
};

function isTold(field: string, lost: readonly string[]): boolean {
  return (MEMBERS[field] ?? []).some((pointer) => lost.includes(pointer));
}

function changed(before: Statement, after: Statement): string[] {
  const [one, other] = [before, after].map(({ identifiers, ...stated }): Record<string, unknown> => {
    return { ...stated, ids: [...new Set(identifiers.map(({ id }) => id))] };
  });
  const fields = [...Object.keys(one ?? {}), ...Object.keys(other ?? {})];
  return [...new Set(fields)].filter((field) => JSON.stringify(one?.[field]) !== JSON.stringify(other?.[field]));
}

describe('a customer of the registry', () => {
  const times = { createdAt: '2023-01-01T00:00:00.000000Z', updatedAt: '2023-02-01T00:00:00.000000Z' };
  const customer = {
    id: REGISTRY_ID,
    status: 'active',
    birthDate: '1990-01-01',
    gender: null,
    country: 'CA',
    education: { instituteId: null, courseId: null },
    consents: { marketing: { state: 'granted', at: times.updatedAt, source: 'wasabi' }, sms: { state: 'not_stated' } },
    dependents: [],
    addresses: [] as object[],
    externalIdentifiers: [{ source: 'wasabi', type: 'customerId', id: '123' }],
    conflicts: [],
    version: 3,
    ...times,
    changedAt: times.updatedAt,
  } as const;

  it('that states no times has those of its last change, whenever it is read', () => {
    const { createdAt: _created, updatedAt: _updated, ...timeless } = customer;
    const [early, late] = [NOW, '2031-01-01T00:00:00.000000Z'].map(
      (now) => converted(convertCustomer(timeless, 'wasabi', { now })).record.value,
    );
    expect(early).toMatchObject({ body: { createdAt: customer.changedAt, updatedAt: customer.changedAt } });
    expect(late).toEqual(early);
  });

  it('has its only source’s id, or the registry’s where a format needs another', () => {
    const inWasabi = converted(convertCustomer(customer, 'wasabi', { now: NOW }));
    expect(inWasabi.record.value).toMatchObject({ body: { customerId: '123', marketingOptIn: true, addresses: [] } });
    expect(told(inWasabi.losses)).toEqual(['dropped /country']);
    const inCobi = converted(convertCustomer(customer, 'cobi', { now: NOW }));
    expect(inCobi.record.value).toMatchObject({ customer_id: REGISTRY_ID, user_id: REGISTRY_ID, region: 'CA' });
    expect(told(inCobi.losses)).toEqual([
      'dropped /consents/marketing',
      'dropped /externalIdentifiers/0',
      'invented /customer_id',
      'invented /user_id',
    ]);
  });

  it('has the registry’s id where no record of the format is its, whatever the ids of others look like', () => {
    const externalIdentifiers = [{ source: 'wasabi', type: 'customerId', id: ID }];
    const inCobi = converted(convertCustomer({ ...customer, externalIdentifiers }, 'cobi', { now: NOW }));
    expect(inCobi.record.value).toMatchObject({ customer_id: REGISTRY_ID, user_id: REGISTRY_ID });
    const ofCobi = [{ source: 'cobi', type: 'customer_id', id: ID }];
    const inWasabi = converted(convertCustomer({ ...customer, externalIdentifiers: ofCobi }, 'wasabi', { now: NOW }));
    expect(inWasabi.record.value).toMatchObject({ body: { customerId: REGISTRY_ID } });
    expect(told(inWasabi.losses)).toContain('invented /body/customerId');
  });

  it('has the registry’s id where two records of the format are its', () => {
    const externalIdentifiers = [ID, USER_ID].map((id) => ({ source: 'cobi', type: 'customer_id', id }));
    const { record, losses } = converted(convertCustomer({ ...customer, externalIdentifiers }, 'cobi', { now: NOW }));
    expect(record.value).toMatchObject({ customer_id: REGISTRY_ID, user_id: REGISTRY_ID });
    expect(told(losses)).toContain('dropped /externalIdentifiers/1');
  });

  it('keeps the last updated of addresses that share an id', () => {
    const addresses = ['2024', '2023'].map((year) => {
      const at = `${year}-01-01T00:00:00.000000Z`;
      return { ...ADDRESS, line1: year, createdAt: at, updatedAt: at, source: `shop-${year}`, sourceId: '123' };
    });
    const { record, losses } = converted(
      convertCustomer({ ...customer, country: 'GB', addresses } as RegistryCustomer, 'wasabi', { now: NOW }),
    );
    expect(record.value).toMatchObject({ body: { addresses: [{ line1: '2024' }] } });
    expect(told(losses)).toEqual(['narrowed /addresses']);
  });

  it('loses a refusal stated earlier and its conflicts, and says so', () => {
    const at = times.updatedAt;
    const sms = { state: 'not_stated', lastStated: { state: 'refused', at, source: 'wasabi' } };
    const conflicts = [{ field: 'birthDate', values: [] }];
    const { record, losses } = converted(
      convertCustomer({ ...customer, consents: { sms }, conflicts, country: null } as unknown as RegistryCustomer, 'wasabi', { now: NOW }),
    );
    expect(record.value['body']).not.toHaveProperty('smsOptIn');
    expect(told(losses)).toEqual(['dropped /conflicts', 'dropped /consents/sms/lastStated']);
  });

  it('has no form elsewhere once no record of it is left', () => {
    expect(convertCustomer({ ...customer, status: 'removed' }, 'wasabi', { now: NOW })).toMatchObject({
      refused: { code: 'not_convertible' },
    });
  });
});
