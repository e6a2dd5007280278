// Word of commits from one node to another. The worker's clock never lets a wait end, so that only word from somebody can make it look.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertEvent } from '../../src/storage/outbox.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openBell } from '../../src/webhooks/bell.ts';
import { openStand } from './stand.ts';
import { take, WASABI } from '../helpers/line.ts';
import { wasabi } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Bell } from '../../src/webhooks/bell.ts';
import type { Stand } from './stand.ts';

/** Longer waits than this are for what nobody tells of. */
const PATIENCE_MS = 100;

onPostgresql('a worker', (store) => {
  let stand: Stand;
  let bell: Bell;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    const { clock } = stand;
    stand.worker({ clock: { ...clock, sleep: (ms, signal) => clock.sleep(ms < PATIENCE_MS ? ms : 2 ** 30, signal) } });
    bell = openBell(stand.line, null);
  });
  afterAll(async () => {
    await bell.rest();
    await stand.stop();
  });

  /** As a node commits it that has no worker. */
  const commitElsewhere = async (scope: AccountScope, id: string): Promise<void> => {
    await take(stand.line, scope, WASABI, [JSON.stringify(wasabi(id))]);
    bell.ring();
  };

  it('hears from other nodes what they committed, whether it has the lane or not', async () => {
    const { scope, receiver } = await stand.account();
    for (const [index, id] of ['first', 'second', 'third'].entries()) {
      await commitElsewhere(scope, id);
      await receiver.until((received) => received.length === index + 1);
    }
  });

  it('hears of events of the account from whoever writes them', async () => {
    const { scope, receiver } = await stand.account();
    await stand.line.database.inTransaction(scope, (tx) => insertEvent(tx, { type: 'webhook.test', document: '{}' }));
    await receiver.until((received) => received.length === 1);
    expect(receiver.received[0]?.body?.type).toBe('webhook.test');
  });
});
