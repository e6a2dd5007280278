// `kill -9` of the server while an import runs, again and again: it goes on behind the last committed batch, and nothing is taken twice.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from '../helpers/accounts.ts';
import { cobi } from '../helpers/people.ts';
import { ended, seen } from '../helpers/imports.ts';
import { expectSound } from './sound-store.ts';
import { filesFolderOf } from '../helpers/databases.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import type { Api } from '../helpers/api.ts';
import type { ImportAnswer } from '../helpers/imports.ts';

const ROUNDS = rounds(2, 40);
const RECORDS = 6_000;
/** Each record twice, and one in a hundred faulty: what is taken twice would count as unchanged or rejected once more. */
const FILE = Array.from({ length: RECORDS }, (_, at) => {
  return `${JSON.stringify(at % 100 === 99 ? cobi(at, { region: 'UK' }) : cobi(at % (RECORDS / 2)))}\n`;
}).join('');
const BAD = RECORDS / 100;

/** Everything that is told of the account but its imports. */
async function heldOf(api: Api): Promise<string[]> {
  const paths = ['/v1/customers?limit=200', '/v1/changes', '/v1/outcomes', '/v1/rejections'];
  return Promise.all(paths.map(async (path) => (await api.get(path)).text));
}

forEachStore('a dry run whose server is killed', (store) => {
  it(
    `${ROUNDS} times is made anew, plans the same and leaves nothing behind`,
    async () => {
      const settings = await store.fresh();
      const key = operatorKey();
      await addAccounts(settings, [key]);
      let registry = await startChildRegistry(settings, key);
      const before = await heldOf(registry.api);
      const { body } = await registry.api.post<ImportAnswer>('/v1/imports?dryRun=true', FILE);
      for (let round = 1; round <= ROUNDS; round += 1) {
        await seen(registry.api, body.id, ({ records }) => records !== null);
        await sleep(Math.random() * 200);
        await registry.kill();
        registry = await startChildRegistry(settings, key);
      }
      const { state, received, plan } = await ended(registry.api, body.id);
      expect({ state, received, plan }).toMatchObject({
        state: 'finished',
        received: 0,
        plan: { outcomes: { rejected: BAD, created: (RECORDS - BAD) / 2, unchanged: (RECORDS - BAD) / 2 } },
      });
      expect(await heldOf(registry.api)).toEqual(before);
      await registry.stop();
      const folder = join('dataDir' in settings ? settings.dataDir : filesFolderOf(settings.databaseUrl), 'imports');
      const [account = ''] = readdirSync(folder);
      expect(readdirSync(join(folder, account))).toEqual([body.id]);
    },
    (ROUNDS + 4) * 60_000,
  );
});

forEachStore('an import whose server is killed', (store) => {
  it(
    `${ROUNDS} times takes every record once`,
    async () => {
      const settings = await store.fresh();
      const key = operatorKey();
      await addAccounts(settings, [key]);
      let registry = await startChildRegistry(settings, key);
      const { body } = await registry.api.post<ImportAnswer>('/v1/imports', FILE);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const before = (await registry.api.get<ImportAnswer>(`/v1/imports/${body.id}`)).body.received;
        await seen(registry.api, body.id, ({ received, state }) => received > before || state === 'finished');
        await sleep(Math.random() * 100);
        await registry.kill();
        registry = await startChildRegistry(settings, key);
      }
      const { state, received, outcomes, issues } = await ended(registry.api, body.id);
      expect({ state, received, outcomes, issues }).toMatchObject({
        state: 'finished',
        received: RECORDS,
        outcomes: { rejected: BAD, created: (RECORDS - BAD) / 2, unchanged: (RECORDS - BAD) / 2 },
        issues: [{ code: 'country_unknown', count: BAD, first: 100 }],
      });
      await registry.stop();
      await expectSound(settings);
    },
    (ROUNDS + 4) * 60_000,
  );
});
