// The model against cases worked out by hand: what all other tests of the registry lean on.

import { describe, expect, test } from 'vitest';
import { parse } from '../../src/formats/index.ts';
import { RegistryModel } from './registry-model.ts';
import type { JsonObject, Parsed } from '../../src/formats/record.ts';

const NOW = '2026-01-01T00:00:00.000000Z';
const ID = '0b6f9f5e-3f0e-4c3a-9a51-6f1f0e6d2c11';
const DAYS = ['2023-01-01', '2023-01-02', '2023-01-03', '2023-01-04'].map((day) => `${day}T00:00:00.000Z`);

function wasabi(day: number, more: JsonObject = {}): Parsed {
  const body = { customerId: ID, addresses: [], createdAt: DAYS[0] as string, updatedAt: DAYS[day] as string, ...more };
  const event = { eventType: 'CUSTOMER', eventAction: 'CREATED', version: 1, body };
  return parse(JSON.stringify(event), { format: 'wasabi', now: NOW });
}

function cobi(more: JsonObject = {}): Parsed {
  return parse(JSON.stringify({ customer_id: ID, user_id: ID, region: 'CA', ...more }), { format: 'cobi', now: NOW });
}

function outcomesOf(received: readonly Parsed[]): string[] {
  const model = new RegistryModel();
  return received.map((parsed) => {
    const counts = model.commit({ source: 'wasabi', at: NOW, received: [parsed] });
    return Object.entries(counts).find(([, count]) => count === 1)?.[0] ?? 'none';
  });
}

describe('outcomes of the model', () => {
  test('a first record is created, the same again unchanged, a newer one updated', () => {
    expect(outcomesOf([wasabi(1), wasabi(1), wasabi(2)])).toEqual(['created', 'unchanged', 'updated']);
  });

  test('an older record is stale, whether it is new or held already', () => {
    expect(outcomesOf([wasabi(2), wasabi(1), wasabi(1)])).toEqual(['created', 'stale', 'stale']);
  });

  test('a record that its format refuses is rejected', () => {
    expect(outcomesOf([wasabi(1, { addresses: null })])).toEqual(['rejected']);
  });

  test('an older record sent again adds no version', () => {
    const model = new RegistryModel();
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(2), wasabi(1), wasabi(1), wasabi(2)] });
    expect(model.versions()).toHaveLength(2);
  });

  test('of two records with one time the same is current in both orders', () => {
    const tied = [wasabi(1, { smsOptIn: true }), wasabi(1, { smsOptIn: false })];
    const states = [tied, tied.toReversed()].map((received) => {
      const model = new RegistryModel();
      model.commit({ source: 'wasabi', at: NOW, received });
      return model.customers().get(ID)?.content;
    });
    expect(states[0]).toEqual(states[1]);
  });

  test('records without a time are ordered as they came, those of one commit too', () => {
    const model = new RegistryModel();
    const received = [cobi({ gender: 'A' }), cobi({ gender: 'B' }), cobi({ gender: 'A' })];
    expect(model.commit({ source: 'cobi', at: NOW, received })).toMatchObject({ created: 1, updated: 2 });
    expect(model.customers().get(ID)?.content.gender).toBe('A');
    expect(model.versions()).toHaveLength(3);
  });
});

describe('customers of the model', () => {
  test('default feeds meet by equal id, whatever its letter case, and other feeds keep to themselves', () => {
    const model = new RegistryModel();
    model.commit({ source: 'cobi', at: NOW, received: [cobi({ customer_id: ID.toUpperCase() })] });
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(1)] });
    model.commit({ source: 'shop-two', at: NOW, received: [wasabi(1)] });
    expect(model.links()).toEqual([`${ID} ← cobi/${ID}`, `${ID} ← wasabi/${ID}`, `shop-two\u0000${ID} ← shop-two/${ID}`]);
  });

  test('the latest record that states a value gives it, and different birth dates are a conflict', () => {
    const model = new RegistryModel();
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(3, { dateOfBirth: '1990-01-02' })] });
    model.commit({ source: 'cobi', at: NOW, received: [cobi({ birthdate: '1990-01-01', gender: 'MALE', updated: DAYS[2] as string })] });
    const content = model.customers().get(ID)?.content;
    expect(content).toMatchObject({ birthDate: '1990-01-02', gender: 'MALE', country: 'CA' });
    expect(content?.conflicts[0]?.values.map(({ source }) => source)).toEqual(['wasabi', 'cobi']);
  });

  test('an omission never hides a refusal, even one that comes late', () => {
    const model = new RegistryModel();
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(3)] });
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(2, { smsOptIn: false })] });
    const at = '2023-01-03T00:00:00.000000Z';
    const expected = { state: 'not_stated', lastStated: { state: 'refused', at, source: 'wasabi' } };
    expect(model.customers().get(ID)?.content.consents.sms).toEqual(expected);
  });

  test('a person is deleted when every record is, and is restored by a later one', () => {
    const model = new RegistryModel();
    for (const parsed of [wasabi(1), wasabi(2, { status: 'DELETED' }), wasabi(3)])
      model.commit({ source: 'wasabi', at: NOW, received: [parsed] });
    expect(model.changes.map(({ type }) => type)).toEqual(['customer.created', 'customer.deleted', 'customer.restored']);
  });

  test('one commit makes one change of a customer, and none where nothing shown differs', () => {
    const model = new RegistryModel();
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(1), wasabi(2)] });
    model.commit({ source: 'wasabi', at: NOW, received: [wasabi(1), wasabi(2)] });
    expect(model.changes).toHaveLength(1);
    expect(model.changes[0]).toMatchObject({ sequence: 1, commitNo: 1, customerId: ID, version: 1 });
  });

  test('institutes are records without a customer', () => {
    const model = new RegistryModel();
    const text = JSON.stringify({ institute_id: ID, name: 'Northern College', region: 'CA' });
    const received = [parse(text, { format: 'cobi', recordType: 'institute', now: NOW })];
    expect(model.commit({ source: 'cobi', at: NOW, received })).toMatchObject({ created: 1 });
    expect([model.customers().size, model.versions().length, model.links().length]).toEqual([0, 1, 0]);
  });
});
