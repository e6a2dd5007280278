// The forms of a delivery: methods that carry a body, formats of senders, and the kinds of change.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { COBI, take } from '../helpers/line.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openStand } from './stand.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Stand } from './stand.ts';
import type { WebhookWorker } from '../../src/webhooks/worker.ts';

forEachStore('a delivery', (store) => {
  let stand: Stand;
  let worker: WebhookWorker;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    worker = stand.worker();
  });
  afterAll(() => stand.stop());

  const takeCobi = async (scope: AccountScope, record: object): Promise<void> => {
    await take(stand.line, scope, COBI, [JSON.stringify(record)]);
    worker.wake(scope.accountId);
  };

  it.each(['POST', 'PUT', 'DELETE'])('over %s has the same body', async (method) => {
    const { scope, receiver } = await stand.account();
    await stand.setWebhook(scope, { webhook_method: method });
    await stand.change(scope, 'ada', { dateOfBirth: '1990-01-01' });
    await receiver.until((received) => received.length === 1);
    expect(receiver.received[0]).toMatchObject({ method, body: { type: 'customer.created', data: { birthDate: '1990-01-01' } } });
  });

  it('tells who reads Wasabi events of customers who came in as Cobi', async () => {
    const { scope, receiver } = await stand.account(undefined, { format: 'wasabi' });
    await takeCobi(scope, cobi(1, { birthdate: '1990-01-01' }));
    await takeCobi(scope, cobi(1, { birthdate: '1990-01-02', updated: '2024-02-01T00:00:00Z' }));
    await receiver.until((received) => received.length === 2);
    // No Wasabi record is theirs: the registry's id stands in, the same each time.
    const [change] = await stand.rows(scope, 'select customer_id from change where account_id = $1');
    const customerId = change?.['customer_id'];
    expect(receiver.received.map(({ body }) => body?.data)).toMatchObject([
      { eventType: 'CUSTOMER', eventAction: 'CREATED', body: { customerId, dateOfBirth: '1990-01-01' } },
      { eventType: 'CUSTOMER', eventAction: 'UPDATED', body: { customerId, dateOfBirth: '1990-01-02' } },
    ]);
  });

  it('tells who reads Cobi records of customers who came in as Cobi', async () => {
    const { scope, receiver } = await stand.account(undefined, { format: 'cobi' });
    await takeCobi(scope, cobi(2, { region: 'CA', birthdate: '1990-01-01' }));
    await receiver.until((received) => received.length === 1);
    expect(receiver.received[0]?.body?.data).toMatchObject({ customer_id: uuid(2), region: 'CA', birthdate: '1990-01-01' });
  });

  it('says of a customer that was deleted that it is there again', async () => {
    const { scope, receiver } = await stand.account();
    for (const status of ['ACTIVE', 'DELETED', 'ACTIVE']) await stand.change(scope, 'ben', { status });
    await stand.settled(scope);
    expect(receiver.received.map(({ body }) => [body?.type, body?.version])).toEqual([
      ['customer.created', 1],
      ['customer.deleted', 2],
      ['customer.restored', 3],
    ]);
  });
});
