// The frame of every change of one account: held against other changes, judged, written, and shown as it is then.

import { absentAccount } from './access.ts';
import { announceEnded } from '../../storage/credentials.ts';
import { deleteSessions } from '../../storage/sessions.ts';
import { enterInside } from '../../storage/database.ts';
import { ENDPOINT_ID, insertEvent } from '../../storage/outbox.ts';
import { lockAccount, updateAccount } from '../../storage/accounts.ts';
import { showAccount } from './show-account.ts';
import { wakeLane } from '../../storage/webhooks-lanes.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';
import type { KeptAccount } from '../../storage/accounts.ts';
import type { Tx } from '../../storage/database.ts';

/** What the account's webhook is told the names of. Values are read where credentials are asked for. */
const TOLD = ['name', 'detail', 'webhookMethod', 'webhookUri', 'lineSecret', 'lineToken', 'permissionIds', 'status', 'extra'] as const;

/** Gives the account as it shall be; the same object where nothing changes. */
export type AccountChange = (tx: Tx, held: KeptAccount) => Promise<KeptAccount> | KeptAccount;

/**
 * Changes one account. Where it stops being active, every session of its logins ends in the same transaction, and nodes are told to
 * forget its credentials. Refuses with `not_found`.
 */
export async function changeAccount(deps: AccountDeps, asker: Asker, accountId: string, change: AccountChange): Promise<Account> {
  const changed = await deps.database.onPlatform(async (tx) => {
    const held = await lockAccount(tx, accountId);
    if (!held) throw absentAccount();
    const wanted = await change(tx, held);
    if (wanted === held) return held;
    await updateAccount(tx, wanted);
    await tell(tx, held, wanted);
    if (held.status === 'active' && wanted.status !== 'active') {
      await deleteSessions(tx, { accountId });
      await announceEnded(tx);
    }
    return wanted;
  });
  return showAccount(deps, asker, changed);
}

/** `account.updated` with the names of what changed, or `account.deleted`, which is the last that an account is told. */
async function tell(tx: Tx, held: KeptAccount, wanted: KeptAccount): Promise<void> {
  const { accountId, status, updatedAt, deletedAt } = wanted;
  const fields = TOLD.filter((field) => JSON.stringify(held[field]) !== JSON.stringify(wanted[field]));
  const inside = await enterInside(tx, accountId);
  if (status === 'deleted')
    await insertEvent(inside, { type: 'account.deleted', document: JSON.stringify({ id: accountId, status, deletedAt }) });
  else await insertEvent(inside, { type: 'account.updated', document: JSON.stringify({ id: accountId, status, updatedAt, fields }) });
  // Also a lane that is held: without an address what waits there is cancelled.
  if (held.webhookUri !== wanted.webhookUri) await wakeLane(inside, ENDPOINT_ID);
}
