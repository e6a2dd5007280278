// Idempotency keys as the registry keeps them: one request runs, the same gets its answer, another is refused.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimIdempotencyKey } from '../../src/registry/claim-key.ts';
import { createKey } from '../../src/registry/access-key/create-key.ts';
import { readKey, readKeys } from '../../src/registry/access-key/read-keys.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Keep, KeptAnswer, RunningRequest } from '../../src/registry/claim-key.ts';
import type { NewKey } from '../../src/registry/access-key/create-key.ts';
import type { Permission } from '../../src/core/permission.ts';
import type { Line } from '../helpers/line.ts';

const ANSWER: KeptAnswer = { status: 201, contentType: 'application/json', body: '{"secret":"shown once"}' };

forEachStore('an idempotency key', (store) => {
  let line: Line;
  let scope: AccountScope;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
  });
  afterAll(() => line.close());

  const claim = (key: string, request = 1, account = scope): Promise<RunningRequest | KeptAnswer> =>
    claimIdempotencyKey(line, account, { key, requestHash: Buffer.alloc(32, request) });
  const claimNew = async (key: string): Promise<RunningRequest> => (await claim(key)) as RunningRequest;
  const query = async (sql: string): Promise<Record<string, string | null>[]> =>
    (await line.database.forAccount(scope, (tx) => tx.query({ sql, params: [scope.accountId] }))).rows;

  it('gives the kept answer to the same request, and refuses another one', async () => {
    const running = await claimNew('a');
    await expect(claim('a')).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
    await expect(claim('a', 2)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    await running.settle(ANSWER);
    expect(await claim('a')).toEqual(ANSWER);
    await expect(claim('a', 2)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('runs again once it was given up', async () => {
    await (await claimNew('b')).giveUp();
    const running = await claimNew('b');
    await running.settle(ANSWER);
    expect(await claim('b')).toEqual(ANSWER);
  });

  it('is another one in another account', async () => {
    await (await claimNew('c')).settle(ANSWER);
    const other = await line.account();
    expect(await claim('c', 2, other)).toHaveProperty('settle');
    await ((await claim('d', 2, other)) as RunningRequest).giveUp();
  });

  it('is free for the same request when its holder died, and for any after its time', async () => {
    const dead = await claimNew('e');
    await query(`update idempotency set claimed_until = now() - interval '1 second' where account_id = $1 and answer is null`);
    await expect(claim('e', 2)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    const heir = await claimNew('e');
    await dead.settle({ ...ANSWER, body: 'too late' });
    await heir.settle(ANSWER);
    expect(await claim('e')).toEqual(ANSWER);
    await query(`update idempotency set expires_at = now() - interval '1 second' where account_id = $1`);
    await ((await claim('e', 2)) as RunningRequest).giveUp();
  });

  it('leaves neither itself nor the answer to be read in the store', async () => {
    await (await claimNew('a-key-to-look-for')).settle(ANSWER);
    const rows = await query(
      `select encode(key_hash, 'escape') as key, encode(answer, 'escape') as answer from idempotency where account_id = $1`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/a-key-to-look-for|shown once|secret/);
  });

  it('keeps the answer of a creation with what is created: whoever takes over from the dead gets it', async () => {
    const maker = { accountId: scope.accountId, permissions: new Set<Permission>() };
    const dead = await claimNew('f');
    const keep: Keep<NewKey> = (tx, { key }) => dead.keepIn(tx, { ...ANSWER, body: key });
    const { key, keyId } = await createKey({ ...line, keep }, maker, { permissionIds: [] });
    await query(`update idempotency set claimed_until = now() - interval '1 second' where account_id = $1 and answer is null`);
    await dead.giveUp();
    expect(await claim('f')).toEqual({ ...ANSWER, body: key });
    expect((await readKey(line, scope, keyId)).keyId).toBe(keyId);
  });

  it('lets nothing be created by who was taken for dead', async () => {
    const maker = { accountId: scope.accountId, permissions: new Set<Permission>() };
    const slow = await claimNew('g');
    await query(`update idempotency set claimed_until = now() - interval '1 second' where account_id = $1 and answer is null`);
    const heir = await claimNew('g');
    const keep: Keep<NewKey> = (tx) => slow.keepIn(tx, ANSWER);
    const before = await readKeys(line, scope, { before: null, limit: 100 });
    await expect(createKey({ ...line, keep }, maker, { permissionIds: [] })).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
    expect(await readKeys(line, scope, { before: null, limit: 100 })).toEqual(before);
    await heir.settle(ANSWER);
  });
});
