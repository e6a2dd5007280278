// Two nodes on one PostgreSQL, with the same data directory: an import is the work of one of them, and the other's once that is gone.

import { expect, it } from 'vitest';
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from '../helpers/accounts.ts';
import { cobi } from '../helpers/people.ts';
import { ended } from '../helpers/imports.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry, stopAfterTest } from '../helpers/registry.ts';
import type { ImportAnswer } from '../helpers/imports.ts';

const IMPORTS = 4;
const RECORDS = 20_000;
/** How often it is asked who has which import while both nodes look for work. */
const LOOKS = 20;
const LOOK_EVERY_MS = 25;
const TIMEOUT_MS = 120_000;

/** Each record twice: what two nodes took would count as unchanged more often. */
function fileOf(number: number): string {
  return Array.from({ length: RECORDS }, (_, at) => `${JSON.stringify(cobi(number * RECORDS + (at % (RECORDS / 2))))}\n`).join('');
}

/** By import, the leases that were seen. */
async function watchHolders(url: string): Promise<Map<string, Set<string>>> {
  const owner = new Client(url);
  await owner.connect();
  const holders = new Map<string, Set<string>>();
  for (let look = 0; look < LOOKS; look += 1) {
    const { rows } = await owner.query<{ import_id: string; lease_id: string }>(
      'select import_id, lease_id from import_lease where lease_id is not null',
    );
    for (const { import_id: id, lease_id: lease } of rows) holders.set(id, (holders.get(id) ?? new Set()).add(lease));
    await sleep(LOOK_EVERY_MS);
  }
  await owner.end();
  return holders;
}

onPostgresql('imports on two nodes', (store) => {
  it(
    'are each worked on by one of them, and taken once although one node is killed',
    async () => {
      const settings = await store.fresh();
      if (!('databaseUrl' in settings)) throw new Error('this suite is for PostgreSQL');
      const key = operatorKey();
      await addAccounts(settings, [key]);
      const first = stopAfterTest(await startChildRegistry(settings, key));
      const second = stopAfterTest(await startChildRegistry(settings, key));
      const ids: string[] = [];
      for (let number = 0; number < IMPORTS; number += 1) {
        ids.push((await first.api.post<ImportAnswer>('/v1/imports', fileOf(number))).body.id);
      }
      const holders = await watchHolders(settings.databaseUrl);
      await first.kill();
      expect(holders.size, 'imports were under way').toBeGreaterThan(0);
      for (const [id, { size }] of holders) expect(size, `holders of ${id}`).toBe(1);
      for (const id of ids) {
        const { state, received, outcomes } = await ended(second.api, id);
        expect({ state, received, outcomes }).toMatchObject({
          state: 'finished',
          received: RECORDS,
          outcomes: { created: RECORDS / 2, unchanged: RECORDS / 2, updated: 0, rejected: 0 },
        });
      }
    },
    TIMEOUT_MS,
  );
});
