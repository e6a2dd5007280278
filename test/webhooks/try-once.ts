// One request to an address, as a lane sends it, and what came of it.

import { openGuardedDispatcher } from '../../src/webhooks/guarded-dispatcher.ts';
import { Sender } from '../../src/webhooks/deliver.ts';
import { signingKey } from '../../src/webhooks/sign.ts';
import type { Clock } from '../../src/clock.ts';
import type { GuardOptions } from '../../src/webhooks/guarded-dispatcher.ts';
import type { Outcome } from '../../src/webhooks/deliver.ts';

export async function tryOnce(
  clock: Clock,
  { origin, pathname: path }: URL,
  guard: Omit<GuardOptions, 'connectionsMax'>,
): Promise<Outcome> {
  const sender = new Sender(clock, openGuardedDispatcher({ ...guard, connectionsMax: 1 }));
  const message = { method: 'POST' as const, origin, path, body: '{}' };
  const keys = [signingKey(`whsec_${'A'.repeat(44)}`)];
  const outcome = await new Promise<Outcome>((done) => sender.send({ webhookId: 'one', message, keys, isReplay: false }, done));
  await sender.close();
  return outcome;
}
