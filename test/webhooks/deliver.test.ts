// Deliveries as a receiver sees them: signed, whole, in order, in the form it asked for.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { insertEvent } from '../../src/storage/outbox.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openStand } from './stand.ts';
import { verify, withStatus } from './receiver.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Stand } from './stand.ts';

forEachStore('a webhook', (store) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    stand.worker();
  });
  afterAll(() => stand.stop());

  const secretOf = async (scope: AccountScope): Promise<string> => {
    const [row] = await stand.rows(scope, 'select secrets from webhook_endpoint where account_id = $1');
    return (JSON.parse(row?.['secrets'] ?? '[]') as { sealed: string }[])[0]?.sealed ?? '';
  };

  it('tells of a change, signed by Standard Webhooks', async () => {
    const { scope, receiver } = await stand.account();
    await stand.change(scope, 'ada', { dateOfBirth: '1990-01-01' });
    await receiver.until((received) => received.length === 1);
    const [one] = receiver.received;
    verify(one!, await secretOf(scope));
    expect(() => verify(one!, 'whsec_' + 'A'.repeat(44))).toThrow('No matching signature');
    expect(one!.method).toBe('POST');
    expect(one!.body).toMatchObject({ type: 'customer.created', sequence: 1, version: 1, previousVersion: null });
    expect(one!.body?.data).toMatchObject({ status: 'active', birthDate: '1990-01-01', version: 1, changedAt: one!.body?.timestamp });
    await stand.settled(scope);
    const [kept] = await stand.rows(scope, 'select state, attempts, attempt_log from delivery where account_id = $1');
    expect(kept).toMatchObject({ state: 'delivered', attempts: '1' });
    expect(JSON.parse(kept?.['attempt_log'] ?? '')).toMatchObject([{ status: 204, address: '127.0.0.1', fault: null, answer: '' }]);
  });

  it('tells each version as it was, in order, and nothing of records that changed nothing', async () => {
    const { scope, receiver } = await stand.account();
    for (const day of [1, 2, 3, 3]) await stand.change(scope, 'ben', { dateOfBirth: `1990-01-0${day}` });
    await stand.change(scope, 'ben', { dateOfBirth: '1990-01-03', status: 'DELETED' });
    await stand.settled(scope);
    const told = receiver.received.map(({ body }) => [body?.type, body?.version, body?.previousVersion, body?.data['birthDate']]);
    expect(told).toEqual([
      ['customer.created', 1, null, '1990-01-01'],
      ['customer.updated', 2, 1, '1990-01-02'],
      ['customer.updated', 3, 2, '1990-01-03'],
      ['customer.updated', 4, 3, '1990-01-03'],
      ['customer.deleted', 5, 4, '1990-01-03'],
    ]);
  });

  it('keeps the order of a customer while one is tried again, and lets the others flow on', async () => {
    const { scope, receiver } = await stand.account();
    let isDown = true;
    receiver.answer = ({ body }, answer) => void answer.writeHead(isDown && body?.data['birthDate'] === '1990-01-01' ? 503 : 200).end();
    await stand.change(scope, 'slow', { dateOfBirth: '1990-01-01' });
    await stand.change(scope, 'slow', { dateOfBirth: '1990-01-02' });
    await stand.change(scope, 'slow', { dateOfBirth: '1990-01-03' });
    for (const id of ['a', 'b', 'c']) await stand.change(scope, id, { dateOfBirth: '1991-01-01' });
    await receiver.until((received) => received.length === 4);
    expect(receiver.received.filter(({ body }) => body?.data['birthDate'] === '1991-01-01')).toHaveLength(3);
    isDown = false;
    await stand.settled(scope);
    const slow = receiver.received.filter(({ body }) => String(body?.data['birthDate']).startsWith('1990'));
    expect(slow.map(({ body }) => body?.version)).toEqual([1, 1, 2, 3]);
    expect(slow[0]?.id).toBe(slow[1]?.id);
  });

  it('gives up after ten attempts over at least 75 hours, and goes on with the gap in sight', async () => {
    const { scope, receiver } = await stand.account();
    receiver.answer = ({ body }, answer) =>
      void answer.writeHead(body?.version === 1 && body.data['birthDate'] === '1990-01-01' ? 500 : 200).end();
    await stand.change(scope, 'dora', { dateOfBirth: '1990-01-01' });
    await stand.change(scope, 'dora', { dateOfBirth: '1990-01-02' });
    const began = Date.parse(stand.clock.now());
    for (let tries = 1; tries < 10; tries += 1) {
      await receiver.until((received) => received.length >= tries);
      // Others succeed meanwhile, so that the endpoint as a whole does not fail.
      await stand.change(scope, `other-${tries}`);
      await receiver.until((received) => received.some(({ body }) => body?.sequence === tries + 2));
      await untilDue(stand, scope);
    }
    await stand.settled(scope);
    const ofDora = receiver.received.filter(({ body }) => body?.data['birthDate'] === '1990-01-01');
    expect(ofDora).toHaveLength(10);
    expect(new Set(ofDora.map(({ id }) => id)).size).toBe(1);
    const hours = (Date.parse(stand.clock.now()) - began) / 3_600_000;
    expect(hours).toBeGreaterThanOrEqual(75);
    expect(receiver.received.at(-1)?.body).toMatchObject({ version: 2, previousVersion: 1 });
    const [first] = await stand.rows(scope, 'select state, attempts from delivery where account_id = $1 order by delivery_id limit 1');
    expect(first).toEqual({ state: 'failed', attempts: '10' });
  });

  it('says only ids over GET and only ids when thin', async () => {
    const { scope, receiver } = await stand.account();
    await stand.setWebhook(scope, { webhook_method: 'GET', webhook_uri: `${receiver.url}?tenant=7` });
    await stand.change(scope, 'eve', { dateOfBirth: '1990-01-01' });
    await receiver.until((received) => received.length === 1);
    const { method, url, text } = receiver.received[0]!;
    const query = new URL(url, receiver.url).searchParams;
    expect([method, text, query.get('tenant'), query.get('type'), query.get('sequence')]).toEqual([
      'GET',
      '',
      '7',
      'customer.created',
      '1',
    ]);
    expect(url).not.toContain('eve');
    expect(url).not.toContain('1990');
    verify(receiver.received[0]!, await secretOf(scope));
    const thin = await stand.account(undefined, { payload: 'thin' });
    await stand.change(thin.scope, 'eve', { dateOfBirth: '1990-01-01' });
    await thin.receiver.until((received) => received.length === 1);
    expect(Object.keys(thin.receiver.received[0]!.body?.data ?? {})).toEqual(['id']);
  });

  it('speaks Wasabi or Cobi to who prefers it, whatever the customer came in as', async () => {
    const wasabi = await stand.account(undefined, { format: 'wasabi' });
    await stand.change(wasabi.scope, 'fay', { dateOfBirth: '1990-01-01' });
    await wasabi.receiver.until((received) => received.length === 1);
    expect(wasabi.receiver.received[0]!.body?.data).toMatchObject({
      eventType: 'CUSTOMER',
      eventAction: 'CREATED',
      body: { customerId: 'fay', dateOfBirth: '1990-01-01' },
    });
    const cobi = await stand.account(undefined, { format: 'cobi' });
    await stand.change(cobi.scope, 'fay', { dateOfBirth: '1990-01-01' });
    await cobi.receiver.until((received) => received.length === 1);
    expect(Object.keys(cobi.receiver.received[0]!.body?.data ?? {})).toEqual(['id', 'notConvertible']);
  });

  it('sends the types asked for, and coalesces updates where that is wished', async () => {
    const few = await stand.account(undefined, { types: '{customer.deleted}' });
    await stand.change(few.scope, 'gil');
    await stand.change(few.scope, 'gil', { status: 'DELETED' });
    await few.receiver.until((received) => received.length === 1);
    expect(few.receiver.received.map(({ body }) => body?.type)).toEqual(['customer.deleted']);
    const { scope, receiver } = await stand.account(withStatus(503), { is_coalescing: 'true' });
    for (const day of [1, 2, 3, 4]) await stand.change(scope, 'hal', { dateOfBirth: `1990-01-0${day}` });
    await receiver.until((received) => received.length > 0);
    receiver.answer = withStatus(200);
    await stand.settled(scope);
    const told = new Map(receiver.received.map((one) => [one.id, one.body]));
    expect([...told.values()].map((body) => [body?.version, body?.previousVersion, body?.coalesced])).toEqual([
      [1, null, undefined],
      [4, 1, 3],
    ]);
  });

  it('tells a deleted account so last, and nothing else of what waited', async () => {
    const { scope, receiver } = await stand.account(withStatus(500));
    for (const id of ['ike', 'jan', 'kim']) await stand.change(scope, id);
    await receiver.until((received) => received.length >= 3);
    await stand.line.database.inTransaction(scope, async (tx) => {
      await tx.query({ sql: `update account set status = 'deleted' where account_id = $1`, params: [scope.accountId] });
      await insertEvent(tx, { type: 'account.deleted', document: JSON.stringify({ id: scope.accountId }) });
    });
    receiver.answer = withStatus(200);
    await stand.settled(scope);
    expect(receiver.received.at(-1)?.body).toMatchObject({ type: 'account.deleted', data: { id: scope.accountId } });
    const rows = await stand.rows(scope, 'select state from delivery where account_id = $1 order by delivery_id');
    expect(rows.map((row) => row['state'])).toEqual(['cancelled', 'cancelled', 'cancelled', 'delivered']);
  });

  it('slows down for 429 and comes back, and is disabled after five days of failure', async () => {
    const { scope, receiver } = await stand.account(withStatus(429, { 'retry-after': '60' }));
    for (const id of ['lea', 'mia', 'ned']) await stand.change(scope, id);
    await receiver.until((received) => received.length > 0);
    receiver.answer = withStatus(200);
    await stand.settled(scope);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
    const down = await stand.account(withStatus(500));
    await stand.change(down.scope, 'ole');
    await eventually(
      async () => (await stand.rows(down.scope, 'select failing_since from webhook_endpoint where account_id = $1'))[0]?.['failing_since'],
      (since) => since !== null,
    );
    stand.clock.jump(5 * 24 * 3_600_000);
    const standing = await eventually(
      async () => (await stand.rows(down.scope, 'select state, state_reason from webhook_endpoint where account_id = $1'))[0],
      (row) => row?.['state'] === 'disabled',
    );
    expect(standing).toEqual({ state: 'disabled', state_reason: 'failing' });
  });
});

/** Sets the clock to when the next retry is due. */
async function untilDue(stand: Stand, scope: AccountScope): Promise<void> {
  const due = await eventually(
    async () =>
      (await stand.rows(scope, `select min(due_at) as due from delivery where account_id = $1 and state = 'retrying'`))[0]?.['due'],
    (found) => typeof found === 'string',
  );
  stand.clock.jump(Date.parse(due ?? '') - Date.parse(stand.clock.now()));
}
