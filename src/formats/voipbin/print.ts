// An account → VoIPBin's documented struct: documented members first and in their order, then the newer ones as they were sent.

import { ACCOUNT_MEMBERS } from './schema.ts';
import { ACCOUNT_SECRETS, ACCOUNT_TEXTS, ACCOUNT_TIMES } from './fields.ts';
import { timeToVoipbin } from './time.ts';
import type { Account } from './fields.ts';
import type { JsonObject } from '../record.ts';

const DOCUMENTED: ReadonlySet<string> = new Set([...ACCOUNT_MEMBERS, 'password']);

/** The account as VoIPBin's JSON object. Secrets that the account does not carry are left out; an extra never hides a documented member. */
export function accountStruct(account: Account): JsonObject {
  const struct: JsonObject = {};
  for (const [member, field] of Object.entries(ACCOUNT_TEXTS)) struct[member] = account[field] ?? '';
  for (const [member, field] of Object.entries(ACCOUNT_SECRETS)) {
    const secret = account[field];
    if (secret !== undefined) struct[member] = secret ?? '';
  }
  struct['permission_ids'] = [...account.permissionIds];
  for (const [member, field] of Object.entries(ACCOUNT_TIMES)) struct[member] = timeToVoipbin(account[field]);
  for (const [member, value] of Object.entries(account.extra ?? {})) if (!DOCUMENTED.has(member)) struct[member] = value;
  return struct;
}

/** The account as VoIPBin's JSON text. */
export function printAccount(account: Account): string {
  return JSON.stringify(accountStruct(account));
}
