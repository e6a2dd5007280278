// The end of one session: its token opens nothing from then on, on any node.

import { announceEnded } from '../../storage/credentials.ts';
import { deleteSessions } from '../../storage/sessions.ts';
import { RegistryError } from '../../error.ts';
import type { Caller } from '../find-caller.ts';
import type { EndingDeps } from '../access-key/change-key.ts';

/** Ends the session by which the caller asks. Refuses (`request_invalid`) a caller with an access key, which has none. */
export async function logOut({ database, callers }: EndingDeps, { accountId, credential }: Caller): Promise<void> {
  if (credential.kind === 'key') throw new RegistryError('request_invalid', 'An access key has no session to end: revoke the key itself.');
  const { loginId, sessionId } = credential;
  await database.onPlatform(async (tx) => {
    await deleteSessions(tx, { accountId, loginId, sessionId });
    await announceEnded(tx);
  });
  callers.forget();
}
