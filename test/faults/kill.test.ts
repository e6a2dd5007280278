// `kill -9` of the server under load, again and again on one store: nothing acknowledged is lost, nothing is kept twice, and what
// is shown is still the projection of what was said.

import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectSound } from './sound-store.ts';
import { forEachStore } from '../helpers/stores.ts';
import { addAccounts } from '../helpers/accounts.ts';
import { Journal } from './journal.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import { startLoad } from './load.ts';

const ROUNDS = rounds(10, 200);
const LOAD_MS_MIN = 100;
const LOAD_MS_MAX = 600;

forEachStore('a server that is killed', (store) => {
  it(
    `${ROUNDS} times under load keeps what it acknowledged, once`,
    async () => {
      const settings = await store.fresh();
      const key = operatorKey();
      await addAccounts(settings, [key]);
      const journal = new Journal();
      for (let round = 1; round <= ROUNDS; round += 1) {
        const registry = await startChildRegistry(settings, key);
        const before = journal.acknowledgedCount;
        const load = startLoad(() => registry.api, journal);
        while (load.acknowledged() === before && load.surprises.length === 0) await sleep(5);
        await sleep(LOAD_MS_MIN + Math.random() * (LOAD_MS_MAX - LOAD_MS_MIN));
        await registry.kill();
        await load.stop();
        expect(load.surprises).toEqual([]);
      }
      await journal.check(settings);
      await expectSound(settings);
    },
    (ROUNDS + 2) * 40_000,
  );
});
