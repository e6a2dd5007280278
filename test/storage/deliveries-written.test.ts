// Deliveries: one for each change of an account that wants to be told, from the moment it wants to be.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { cobi, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

forEachStore('deliveries', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  const sequencesOf = (scope: AccountScope, table: 'delivery' | 'change'): Promise<(string | null)[]> =>
    line.database.forAccount(scope, async (tx) => {
      const { rows } = await tx.query({
        sql: `select sequence from ${table} where account_id = $1 order by sequence`,
        params: [scope.accountId],
      });
      return rows.map((row) => row['sequence'] ?? null);
    });

  const setWebhook = (scope: AccountScope, uri: string | null): Promise<unknown> =>
    line.database.onPlatform((tx) =>
      tx.query({ sql: 'update account set webhook_uri = $2 where account_id = $1', params: [scope.accountId, uri] }),
    );

  it('are written for no account without a webhook, and for every change of one with it', async () => {
    const scope = await line.account();
    await take(line, scope, WASABI, [JSON.stringify(wasabi('before'))]);
    expect(await sequencesOf(scope, 'delivery')).toEqual([]);
    await setWebhook(scope, 'https://receiver.example/hook');
    await take(
      line,
      scope,
      WASABI,
      ['a', 'b'].map((id) => JSON.stringify(wasabi(id))),
    );
    await take(line, scope, COBI, [JSON.stringify(cobi(1))]);
    await take(line, scope, WASABI, [JSON.stringify(wasabi('a'))]);
    expect(await sequencesOf(scope, 'delivery')).toEqual(['2', '3', '4']);
    await setWebhook(scope, null);
    await take(line, scope, WASABI, [JSON.stringify(wasabi('after'))]);
    expect(await sequencesOf(scope, 'delivery')).toEqual(['2', '3', '4']);
    expect(await sequencesOf(scope, 'change')).toEqual(['1', '2', '3', '4', '5']);
  });
});
