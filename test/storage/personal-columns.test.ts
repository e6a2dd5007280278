// Where personal values may lie: canaries sent through every way in are found in the columns listed for them, and in no other.

import { expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { PERSONAL_COLUMNS, TENANT_TABLES } from '../../src/storage/schema.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { Database } from '../../src/storage/database.ts';
import type { AccountScope } from '../../src/core/account.ts';

const CANARY = 'canarybird';
const IN_HEX = Buffer.from(CANARY).toString('hex');

const ADDRESS = { addressId: `a-${CANARY}`, line1: `1 ${CANARY} Street`, city: CANARY, zipCode: CANARY, countryCode: 'GB' };
const DEPENDENT = { dependentId: CANARY, dateOfBirth: '2020-01-01', type: CANARY };

/** Accepted and rejected records, alone, as lines and in batches, with canaries in every text that a sender can write. */
async function sendCanaries(api: Api): Promise<void> {
  const person = wasabi(`id-${CANARY}`, { addresses: [ADDRESS], dependents: [DEPENDENT], nickname: CANARY });
  const rejected = wasabi(`no-${CANARY}`, { addresses: [{ ...ADDRESS, countryCode: CANARY }] });
  await api.post('/wasabi/events', JSON.stringify(person));
  await api.post('/wasabi/events', JSON.stringify({ ...rejected, eventType: CANARY }));
  await api.post('/wasabi/events', `${JSON.stringify(rejected)}\n{"${CANARY}\n`, { 'content-type': 'application/x-ndjson' });
  const student = cobi(1, { gender: CANARY, [CANARY]: CANARY });
  await api.post('/cobi/v1/data/customers', JSON.stringify({ records: [student, { ...cobi(2), region: CANARY }] }));
  await api.post('/cobi/v1/data/courses', JSON.stringify({ records: [{ course_id: uuid(3), name: CANARY }] }));
}

/** Names of all columns in which a canary stands. */
async function columnsWithCanaries(database: Database, scope: AccountScope): Promise<Set<string>> {
  const found = new Set<string>();
  for (const table of TENANT_TABLES) {
    const { rows } = await database.forAccount(scope, (tx) => tx.query({ sql: `select * from ${table}` }));
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      if (value?.includes(CANARY) || value?.includes(IN_HEX)) found.add(`${table}.${column}`);
    }
  }
  return found;
}

forEachStore('personal values', (store) => {
  it('lie in the columns listed for them, and in no other', async () => {
    const settings = await store.fresh();
    const registry = await startRegistryHere(settings);
    await sendCanaries(registry.api);
    await registry.stop();
    const database = await openDatabase(settings);
    const found = await columnsWithCanaries(database, registry.scope);
    await database.close();
    const listed = Object.entries(PERSONAL_COLUMNS).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
    expect([...found].filter((column) => !listed.includes(column))).toEqual([]);
    expect([...found].sort()).toEqual([
      'customer.address_city',
      'customer.address_line',
      'customer.address_zip',
      'customer.document',
      'customer.gender',
      'link.source_id',
      'rejection.issues',
      'rejection.payload',
      'rejection.source_id',
      'source_record.source_id',
      'version.payload',
      'version.source_id',
    ]);
  });
});
