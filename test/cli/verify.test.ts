// `verify` on stores of both kinds: a sound one has no difference, and each kind of damage, done by SQL, is found.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Difference } from '../../src/registry/verify-store.ts';
import type { Line } from '../helpers/line.ts';

/** A story with every kind of row: two feeds that meet, an update, a late record, an omitted opt-in, a deletion, a rejection, an institute. */
async function tell(line: Line): Promise<AccountScope> {
  const scope = await line.account();
  const text = (...records: object[]): string[] => records.map((record) => JSON.stringify(record));
  await take(line, scope, COBI, text(cobi(1, { birthdate: '1990-01-01' }), cobi(2), cobi(3, { updated: null })));
  await take(line, scope, WASABI, text(wasabi(uuid(1), { smsOptIn: true }), wasabi('shop-7')));
  await take(line, scope, WASABI, text(wasabi(uuid(1), { updatedAt: '2024-05-01T00:00:00.000001Z' })));
  await take(line, scope, WASABI, text(wasabi(uuid(1), { updatedAt: '2023-05-01T00:00:00Z', marketingOptIn: false })));
  await take(
    line,
    scope,
    COBI,
    text(cobi(2, { is_deleted: true, updated: '2024-02-01T00:00:00Z' }), cobi(3, { updated: null, gender: 'X' })),
  );
  await take(line, scope, WASABI, text(wasabi('shop-8', { addresses: null }), wasabi('shop-7')));
  await take(line, scope, { ...COBI, recordType: 'institute' }, text({ institute_id: uuid(50), name: 'Northern College', region: 'CA' }));
  return scope;
}

async function differences({ database }: Line): Promise<Difference[]> {
  const found: Difference[] = [];
  const verified = await verifyStore(database, (difference) => found.push(difference));
  expect(verified.differences).toBe(found.length);
  return found;
}

const PERSON = `record_type = 'customer' and source = 'wasabi' and source_id = '${uuid(1)}'`;
const CUSTOMER = `customer_id = (select customer_id from source_record r where r.account_id = $1 and ${PERSON})`;

/** Each damage with the checks that must tell of it; `$1` is the account. */
const DAMAGES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a column of a customer', `update customer set country = 'US' where account_id = $1 and ${CUSTOMER}`, ['customer_columns']],
  ['a birth date', `update customer set birth_date = '1990-01-02' where account_id = $1 and ${CUSTOMER}`, ['customer_columns']],
  [
    'what an address is found by',
    `update customer set address_city = 'nowhere' where account_id = $1 and ${CUSTOMER}`,
    ['customer_columns'],
  ],
  ['an address that is not found', `update customer set address_zip = '1' where account_id = $1 and ${CUSTOMER}`, ['customer_columns']],
  [
    'a second id',
    `update source_record set second_id = null where account_id = $1 and source = 'cobi' and source_id = '${uuid(1)}'`,
    ['record_second_id'],
  ],
  ['a second id that nobody stated', `update source_record set second_id = 'x' where account_id = $1 and ${PERSON}`, ['record_second_id']],
  [
    'a customer document',
    `update customer set document = replace(document, '1990', '1991') where account_id = $1 and ${CUSTOMER}`,
    ['customer_document'],
  ],
  [
    'a customer version',
    `update customer set version = version + 1 where account_id = $1 and ${CUSTOMER}`,
    ['customer_document', 'customer_changes'],
  ],
  [
    'the time of a change',
    `update customer set changed_at = changed_at + interval '1 second' where account_id = $1 and ${CUSTOMER}`,
    ['customer_changes'],
  ],
  ['a customer that is gone', `delete from customer where account_id = $1 and ${CUSTOMER}`, ['link_customers', 'customer_changes']],
  [
    'a payload',
    `update version set payload = replace(payload, '"CA"', '"US"') where account_id = $1 and source = 'cobi' and source_id = '${uuid(1)}'`,
    ['version_payload', 'customer_document', 'customer_columns'],
  ],
  [
    'a payload that is no record',
    `update version set payload = '{' where account_id = $1 and ${PERSON} and version_no = 1`,
    ['version_payload', 'record_opt_ins', 'customer_document'],
  ],
  ['a hash', `update version set content_hash = '\\x00' where account_id = $1 and ${PERSON} and version_no = 1`, ['version_payload']],
  [
    'a version time',
    `update version set version_time = version_time - interval '1 microsecond' where account_id = $1 and ${PERSON} and version_no = 1`,
    ['version_payload', 'record_opt_ins', 'customer_document'],
  ],
  [
    'a version that is gone',
    `delete from version where account_id = $1 and ${PERSON} and version_no = 1`,
    ['version_numbers', 'record_versions'],
  ],
  [
    'a current version that is gone',
    `delete from version where account_id = $1 and ${PERSON} and version_no = 2`,
    ['record_current', 'record_versions', 'version_numbers'],
  ],
  [
    'a version held twice',
    `insert into version select account_id, source_id, source, record_type, 4, version_time, is_time_stated, content_hash, is_deleted, payload, commit_id, import_id, erased_at, format from version where account_id = $1 and ${PERSON} and version_no = 3`,
    ['version_repeated', 'record_versions'],
  ],
  [
    'the version of an institute',
    `update version set is_deleted = true where account_id = $1 and record_type = 'institute'`,
    ['version_payload', 'record_current'],
  ],
  [
    'a record that points at an older version',
    `update source_record set current_no = 1 where account_id = $1 and ${PERSON}`,
    ['record_current'],
  ],
  [
    'a record that counts wrongly',
    `update source_record set version_count = 9 where account_id = $1 and ${PERSON}`,
    ['record_versions', 'told_versions'],
  ],
  ['a deletion mark', `update source_record set is_deleted = true where account_id = $1 and ${PERSON}`, ['record_current']],
  ['opt-ins', `update source_record set opt_ins = null where account_id = $1 and ${PERSON}`, ['record_opt_ins']],
  [
    'a record that is gone',
    `delete from source_record where account_id = $1 and ${PERSON}`,
    ['link_records', 'version_records', 'created_records'],
  ],
  [
    'a link that is gone',
    `delete from link where account_id = $1 and source = 'wasabi' and source_id = '${uuid(1)}'`,
    ['record_links', 'customer_document'],
  ],
  [
    'a link twice',
    `insert into link select account_id, customer_id, source_id, source, kind, gen_random_uuid() from link where account_id = $1 and source_id = 'shop-7'`,
    ['record_links', 'link_commits'],
  ],
  [
    'a link to another customer',
    `update link set customer_id = gen_random_uuid() where account_id = $1 and source_id = 'shop-7'`,
    ['link_customer', 'record_customer', 'link_customers', 'record_links'],
  ],
  [
    'a record that names another customer',
    `update source_record set customer_id = gen_random_uuid() where account_id = $1 and source_id = 'shop-7'`,
    ['record_customer', 'record_links'],
  ],
  [
    'a commit that is gone',
    `delete from commit where account_id = $1 and commit_no = 2`,
    ['commit_numbers', 'version_commits', 'change_commits'],
  ],
  [
    'the last commit gone',
    `delete from commit where account_id = $1 and commit_no = (select commit_no from account_counter where account_id = $1)`,
    ['commit_counter'],
  ],
  [
    'a counter before the last commit',
    `update account_counter set recorded_at = recorded_at - interval '1 hour' where account_id = $1`,
    ['commit_counter'],
  ],
  [
    'two commits of one time',
    `update commit set recorded_at = (select recorded_at from commit where account_id = $1 and commit_no = 1) where account_id = $1 and commit_no = 2`,
    ['commit_times'],
  ],
  ['the account counter', `update account_counter set change_sequence = change_sequence + 1 where account_id = $1`, ['change_counter']],
  ['a counter that is gone', `delete from account_counter where account_id = $1`, ['change_counter', 'commit_counter']],
  ['a change that is gone', `delete from change where account_id = $1 and sequence = 2`, ['change_numbers', 'change_versions']],
  ['a change out of its chain', `update change set version = version + 5 where account_id = $1 and sequence = 1`, ['change_versions']],
  [
    'a delivery without a change',
    `insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, occurred_at)
select account_id, delivery_id(now(), 999), 1, customer_id, 'customer.updated', 999, now() from customer where account_id = $1 limit 1`,
    ['delivery_changes'],
  ],
  ['a receipt that offers more', `update receipt set offered = offered + 1 where account_id = $1 and created = 3`, ['receipt_sums']],
  [
    'a receipt that tells of more',
    `update receipt set created = created + 1, offered = offered + 1 where account_id = $1 and created = 3`,
    ['created_records', 'told_versions'],
  ],
  ['a receipt that is gone', `delete from receipt where account_id = $1 and rejected = 1`, ['open_rejections']],
  ['a rejection of no commit', `update rejection set commit_id = gen_random_uuid() where account_id = $1`, ['rejection_commits']],
];

forEachStore('verify', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  test('finds nothing wrong in a sound store, and says how much it looked at', async () => {
    await tell(line);
    expect(await differences(line)).toEqual([]);
    const verified = await verifyStore(line.database, () => undefined);
    expect(verified).toEqual({ accounts: 1, customers: 4, records: 6, versions: 10, differences: 0 });
  });

  test.each(DAMAGES)('finds %s', async (_name, sql, checks) => {
    const scope = await tell(line);
    await line.database.forAccount(scope, (tx) => tx.query({ sql, params: [scope.accountId] }));
    const found = (await differences(line)).filter(({ accountId }) => accountId === scope.accountId);
    await line.database.onPlatform((tx) => tx.query({ sql: 'delete from account where account_id = $1', params: [scope.accountId] }));
    expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining([...checks]));
  });
});
