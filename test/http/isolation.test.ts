// The walls, over every route of the OpenAPI document: no credential passes that must not, and what is another account's answers as
// what does not exist. A route whose parameters nobody told the test about fails it.

import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertTestAccount } from '../helpers/accounts.ts';
import { insertTestKeys } from '../helpers/access-keys.ts';
import { BODIES, makeThings, namesThing, PARAMS, pathOf } from '../helpers/route-things.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operationsOf } from '../helpers/operations.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Operation } from '../helpers/operations.ts';
import type { TestRegistry } from '../helpers/registry.ts';

forEachStore('the walls between accounts', (store) => {
  const keys = { own: operatorKey(), other: operatorKey(), powerless: operatorKey(), revoked: operatorKey(), expired: operatorKey() };
  let registry: TestRegistry;
  let operations: Operation[];
  let things: Awaited<ReturnType<typeof makeThings>>;

  beforeAll(async () => {
    const prepare = async (database: Database): Promise<void> => {
      const own = await insertTestAccount(database, keys.own);
      await insertTestKeys(database, own, [
        { key: keys.powerless, permissionIds: [] },
        { key: keys.revoked, revokedAt: '2024-01-01T00:00:00Z' },
        { key: keys.expired, expiresAt: '2024-01-01T00:00:00Z' },
      ]);
      // Not the operator's: an account like any other.
      await insertTestKeys(database, await insertTestAccount(database, operatorKey()), [{ key: keys.other }]);
    };
    registry = await startRegistryHere(await store.fresh(), { prepare });
    operations = operationsOf((await registry.api.get<object>('/openapi.json')).body);
    things = await makeThings(registry.api.withKey(keys.own));
  });
  afterAll(() => registry.stop());

  /** What one credential is answered; ids of requests differ by right. */
  const ask = async (operation: Operation, key: string | null, named: Parameters<typeof pathOf>[1]) => {
    const requestId = randomUUID();
    const headers = { 'x-request-id': requestId, ...(key !== null && { authorization: `Bearer ${key}` }) };
    const body = operation.method === 'GET' ? null : JSON.stringify(BODIES[operation.id] ?? {});
    const answer = await request(registry.api.url + pathOf(operation, named), { method: operation.method, headers, body });
    return { operation: operation.id, status: answer.statusCode, text: (await answer.body.text()).replaceAll(requestId, '') };
  };
  const expectAll = async (asked: readonly Operation[], key: string | null, status: number): Promise<void> => {
    expect(asked.length).toBeGreaterThan(10);
    const answers = [];
    for (const operation of asked) answers.push(await ask(operation, key, {}));
    expect(answers.filter((answer) => answer.status !== status)).toEqual([]);
  };
  const guarded = (): Operation[] => operations.filter(({ permission }) => permission !== 'none');

  it('are held to every route there is, and to no other', () => {
    const parametrised = operations.filter(({ path }) => path.includes('{')).map(({ id }) => id);
    expect(Object.keys(PARAMS).toSorted()).toEqual(parametrised.toSorted());
  });

  it('let nobody pass without a key', () => expectAll(guarded(), null, 401));
  it('let nobody pass with a revoked key', () => expectAll(guarded(), keys.revoked, 401));
  it('let nobody pass with an expired key', () => expectAll(guarded(), keys.expired, 401));
  it('let a key do nothing that it has no permission for', () =>
    expectAll(
      guarded().filter(({ permission }) => permission !== 'own'),
      keys.powerless,
      403,
    ));

  it('answer for what is another account’s as for what does not exist, byte for byte', async () => {
    for (const operation of operations.filter(({ id }) => namesThing(id))) {
      const absent = await ask(operation, keys.other, {});
      expect({ operation: absent.operation, status: absent.status }).toEqual({ operation: operation.id, status: 404 });
      expect(await ask(operation, keys.other, things)).toEqual(absent);
    }
  });

  it('show an account what is its own', async () => {
    for (const operation of operations.filter(({ id, method }) => namesThing(id) && method === 'GET')) {
      const { status } = await ask(operation, keys.own, things);
      expect({ operation: operation.id, status }).toEqual({ operation: operation.id, status: 200 });
    }
  });
});
