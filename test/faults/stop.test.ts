// SIGTERM under load: the server ends by itself within 10 s and loses nothing that it acknowledged.

import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from '../helpers/accounts.ts';
import { expectSound } from './sound-store.ts';
import { forEachStore } from '../helpers/stores.ts';
import { Journal } from './journal.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { startLoad } from './load.ts';

const STOP_MS_MAX = 10_000;
/** Enough to be in the midst of it. */
const RECORDS_MIN = 2_000;

forEachStore('a server that is told to stop', (store) => {
  it('under load ends within 10 s and keeps what it acknowledged', async () => {
    const settings = await store.fresh();
    const key = operatorKey();
    await addAccounts(settings, [key]);
    const journal = new Journal();
    const registry = await startChildRegistry(settings, key);
    const load = startLoad(() => registry.api, journal);
    while (load.acknowledged() < RECORDS_MIN && load.surprises.length === 0) await sleep(5);
    const beganAt = performance.now();
    await registry.stop();
    const stopMs = performance.now() - beganAt;
    await load.stop();
    expect(registry.child.exitCode).toBe(0);
    expect(stopMs).toBeLessThan(STOP_MS_MAX);
    expect(load.surprises, registry.log()).toEqual([]);
    await journal.check(settings);
    await expectSound(settings);
  });
});
