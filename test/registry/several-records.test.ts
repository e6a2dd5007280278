// A person with more than one record of the same feed, or of another: what is read to project them is neither lost nor counted twice.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { readCustomer } from '../../src/registry/read-customer.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import { wasabi } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Difference } from '../../src/registry/verify/findings.ts';
import type { Line } from '../helpers/line.ts';

const ID = '6a1ccb0e-4f6e-4a7e-9a52-0d0c1b2a3f4d';
/** Wasabi compares ids exactly, and UUIDs link whatever their letter case: two records of one person. */
const IDS = [ID, ID.toUpperCase()] as const;

forEachStore('a person of several records', (store) => {
  let line: Line;
  let scope: AccountScope;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
  });
  afterAll(() => line.close());

  const send = (ids: readonly string[], day: string) =>
    take(
      line,
      scope,
      WASABI,
      ids.map((id) => JSON.stringify(wasabi(id, { updatedAt: `${day}T00:00:00Z` }))),
    );

  it.each([
    ['both at once', IDS, '2024-01-01'],
    ['both at once, newer', IDS, '2024-02-01'],
    ['one of them', [IDS[0]], '2024-03-01'],
    ['the other', [IDS[1]], '2024-04-01'],
  ] as const)('is whole after a batch of %s', async (_what, ids, day) => {
    const { records } = await send(ids, day);
    const { json } = await readCustomer(line, scope, { customerId: records[0]?.customerId ?? '' });
    const customer = JSON.parse(json) as { externalIdentifiers: { id: string }[]; updatedAt: string };
    expect(customer.externalIdentifiers.map(({ id }) => id).toSorted()).toEqual([...IDS].toSorted());
    expect(customer.updatedAt).toBe(`${day}T00:00:00.000000Z`);
    const differences: Difference[] = [];
    await verifyStore(line.database, (difference) => differences.push(difference));
    expect(differences).toEqual([]);
  });
});
