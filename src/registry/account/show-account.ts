// An account as its reader may see it: secrets only for those who hold `account.secrets`, and never shown empty in place of hidden.

import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';
import type { JsonObject } from '../../formats/record.ts';
import type { KeptAccount } from '../../storage/accounts.ts';
import { timeToVoipbin } from '../../formats/index.ts';

const DAY_MS = 86_400_000;

/** Where a secret of an account is kept, to which its sealed text is bound. */
export function placeOf(column: 'line_secret' | 'line_token', accountId: string): string {
  return `account.${column}.${accountId}`;
}

/** The account for `asker`. */
export function showAccount(deps: AccountDeps, asker: Asker, kept: KeptAccount): Account {
  const { accountId: id, username, name, detail, webhookMethod, webhookUri, permissionIds, createdAt, updatedAt, deletedAt } = kept;
  const shown = { id, username, name, detail, webhookMethod, webhookUri, permissionIds, createdAt, updatedAt, deletedAt };
  const secrets = asker.permissions.has('account.secrets') ? secretsOf(deps, kept) : {};
  return { ...shown, ...secrets, extra: extraOf(deps, kept) };
}

function secretsOf({ secrets }: AccountDeps, { accountId, lineSecret, lineToken }: KeptAccount): Pick<Account, 'lineSecret' | 'lineToken'> {
  return {
    lineSecret: lineSecret && secrets.open(lineSecret, placeOf('line_secret', accountId)),
    lineToken: lineToken && secrets.open(lineToken, placeOf('line_token', accountId)),
  };
}

/** The newer members that the registry gives itself stand behind those that were sent. */
function extraOf(deps: AccountDeps, kept: KeptAccount): JsonObject {
  const sent = kept.extra === null ? {} : (JSON.parse(kept.extra) as JsonObject);
  return { ...sent, status: kept.status, tm_deletion_scheduled: timeToVoipbin(purgeTimeOf(deps, kept)) };
}

/** When a deleted account is purged; null for one that is not deleted. */
export function purgeTimeOf({ graceDays }: AccountDeps, { deletedAt }: KeptAccount): string | null {
  if (deletedAt === null) return null;
  const purgeAt = new Date(Date.parse(`${deletedAt.slice(0, 23)}Z`) + graceDays * DAY_MS).toISOString();
  return `${purgeAt.slice(0, 23)}${deletedAt.slice(23)}`;
}
