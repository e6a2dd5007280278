// A new account: its row, its counter, and the first login, which has the account's username.

import { randomBytes } from 'node:crypto';
import { expectGrantable, permissionIdsFrom, PRESET_PERMISSION_IDS } from './permission-ids.ts';
import { expectOperator } from './access.ts';
import { findAccount, insertAccount, lockPlatform, usernameTaken } from '../../storage/accounts.ts';
import { expectPassword, hashPassword } from '../password.ts';
import { insertLogin } from '../../storage/logins.ts';
import { isRetired } from './retired-username.ts';
import { mergeExtra, readStatement, refuseStatement } from './read-statement.ts';
import { placeOf, showAccount } from './show-account.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';
import type { KeptAccount, NewAccount } from '../../storage/accounts.ts';
import type { ReadStatement } from './read-statement.ts';

const USERNAME_CHARACTERS_MAX = 255;
const ID_KEY_BYTES = 32;

/**
 * Creates the account that `document` (VoIPBin's form) states. Its `id`, its times and its status are not read. Without `username` it
 * is called by its `email`, else by its id; without `password` nobody can log in until one is set. Refuses with `permission_denied`,
 * `request_invalid` and `username_taken`.
 */
export async function createAccount(deps: AccountDeps, asker: Asker, document: string): Promise<Account> {
  expectOperator(asker);
  const { members, extra } = readStatement(document, 'create');
  if (members.password !== undefined) expectPassword(members.password);
  const account = newAccount(deps, members, mergeExtra(null, extra));
  const { accountId, username, permissionIds, createdAt } = account;
  const passwordHash = members.password === undefined ? null : await hashPassword(members.password);
  const kept = await deps.database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    await expectGrantable(tx, asker, accountId, permissionIds);
    if (await isRetired(tx, deps.secrets, username)) throw usernameTaken();
    await insertAccount(tx, account);
    await insertLogin(tx, { accountId, loginId: deps.clock.id(), username, passwordHash, createdAt });
    return findAccount(tx, accountId);
  });
  return showAccount(deps, asker, kept as KeptAccount);
}

function newAccount({ clock, secrets }: AccountDeps, members: ReadStatement['members'], extra: string | null): NewAccount {
  const accountId = clock.id();
  const { line_secret: lineSecret, line_token: lineToken, permission_ids: permissionIds, webhook_method: webhookMethod } = members;
  return {
    accountId,
    idKey: randomBytes(ID_KEY_BYTES),
    username: usernameFrom(members.username ?? accountId),
    name: members.name ?? '',
    detail: members.detail ?? '',
    webhookMethod: webhookMethod ?? 'POST',
    webhookUri: members.webhook_uri || null,
    lineSecret: lineSecret ? secrets.seal(lineSecret, placeOf('line_secret', accountId)) : null,
    lineToken: lineToken ? secrets.seal(lineToken, placeOf('line_token', accountId)) : null,
    permissionIds: permissionIds ? permissionIdsFrom(permissionIds) : PRESET_PERMISSION_IDS,
    extra,
    createdAt: clock.now(),
  };
}

/** An email that is too long for a username is refused here: the format does not judge it. */
function usernameFrom(text: string): string {
  if ([...text].length <= USERNAME_CHARACTERS_MAX) return text;
  const message = `"email" is the username where none is given, which may have ${USERNAME_CHARACTERS_MAX} characters: give a "username".`;
  throw refuseStatement([{ code: 'string_too_long', pointer: '/email', message }]);
}
