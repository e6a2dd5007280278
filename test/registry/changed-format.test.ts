// A feed that goes over to another form: its records stay the same records, and every version is read in the form it came in.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { openLine, take } from '../helpers/line.ts';
import { readCustomer } from '../../src/registry/read-customer.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import { wasabi } from '../helpers/people.ts';
import type { Difference } from '../../src/registry/verify/findings.ts';
import type { Feed } from '../../src/registry/save/batch.ts';
import type { Line } from '../helpers/line.ts';

const IN_WASABI: Feed = { source: 'shop', format: 'wasabi', recordType: 'customer' };
const IN_REGISTRY: Feed = { source: 'shop', format: 'registry', recordType: 'customer' };

forEachStore('a feed that changes its form', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('goes on with the same record, late versions in the earlier form included', async () => {
    const scope = await line.account();
    const events = ['2024-01-01', '2024-03-01'].map((day) =>
      JSON.stringify(wasabi('7', { updatedAt: `${day}T00:00:00Z`, smsOptIn: true })),
    );
    await take(line, scope, IN_WASABI, events.slice(1));
    const own = { id: '7', gender: 'FEMALE', updatedAt: '2024-04-01T00:00:00Z' };
    const { records } = await take(line, scope, IN_REGISTRY, [JSON.stringify(own)]);
    expect(records[0]).toMatchObject({ outcome: 'updated' });
    expect((await take(line, scope, IN_WASABI, events.slice(0, 1))).counts).toMatchObject({ stale: 1 });
    await take(line, scope, IN_REGISTRY, [JSON.stringify({ ...own, gender: 'X', updatedAt: '2024-05-01T00:00:00Z' })]);
    const { json } = await readCustomer(line, scope, { customerId: records[0]?.customerId ?? '' });
    expect(JSON.parse(json)).toMatchObject({ gender: 'X', consents: { sms: { state: 'not_stated', lastStated: { state: 'granted' } } } });
    const differences: Difference[] = [];
    await verifyStore(line.database, (difference) => differences.push(difference));
    expect(differences).toEqual([]);
  });
});
