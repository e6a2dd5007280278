// What an account says of itself, changed: only the members that are present. What the platform sets may be sent back as it is.

import { changeAccount } from './change-account.ts';
import { expectAccess } from './access.ts';
import { expectOthers } from './freeze-account.ts';
import { mergeExtra, readStatement, refuseStatement } from './read-statement.ts';
import { placeOf, purgeTimeOf } from './show-account.ts';
import { RegistryError } from '../../error.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { AccountStatus } from '../../core/account.ts';
import type { Asker } from './access.ts';
import type { KeptAccount } from '../../storage/accounts.ts';
import type { ReadStatement } from './read-statement.ts';
import type { RequestIssue } from '../../error.ts';

/**
 * Changes the members that `document` (VoIPBin's form) has; `""` clears. `id`, `username`, `permission_ids` and times are refused
 * where they differ from what is held; `status` is the operator's to change, between active and frozen. Refuses with
 * `permission_denied`, `request_invalid`, `not_found`, and `state_unsuitable` for a deleted account.
 */
export async function updateAccount(deps: AccountDeps, asker: Asker, accountId: string, document: string): Promise<Account> {
  expectAccess(asker, accountId, 'account.manage');
  const statement = readStatement(document, 'update');
  return changeAccount(deps, asker, accountId, async (tx, held) => {
    if (held.status === 'deleted') throw new RegistryError('state_unsuitable', 'The account is deleted: recover it first.');
    const status = statusFor(asker, held, statement);
    const issues = differences(deps, held, statement);
    if (issues.length > 0) throw refuseStatement(issues);
    if (status === 'frozen' && held.status === 'active') await expectOthers(tx, accountId);
    const wanted = { ...held, ...settingsOf(deps, held, statement), status };
    return isSame(held, wanted) ? held : { ...wanted, updatedAt: deps.clock.now() };
  });
}

function statusFor({ permissions }: Asker, held: KeptAccount, { own: { status } }: ReadStatement): AccountStatus {
  if (status === undefined || status === held.status) return held.status;
  const isPossible = status === 'active' || status === 'frozen';
  if (isPossible && permissions.has('platform.manage')) return status;
  const way = isPossible ? 'only the operator changes it' : 'use DELETE, POST …/freeze and POST …/recover';
  throw refuseStatement([
    { code: 'member_fixed', pointer: '/status', message: `"status" is ${held.status} and cannot be set here: ${way}.` },
  ]);
}

/** Members that only the platform sets, and that are not as it set them. */
function differences(deps: AccountDeps, held: KeptAccount, { members, platform, own }: ReadStatement): RequestIssue[] {
  const stated: Record<string, unknown> = { ...platform, username: members.username, tm_deletion_scheduled: own.deletionScheduledAt };
  const known: Record<string, string | null> = {
    id: held.accountId,
    username: held.username,
    tm_create: held.createdAt,
    tm_update: held.updatedAt,
    tm_delete: held.deletedAt,
    tm_deletion_scheduled: purgeTimeOf(deps, held),
  };
  const differing = Object.keys(known).filter((member) => stated[member] !== undefined && stated[member] !== known[member]);
  const { permission_ids: ids } = members;
  if (ids && !isSameSet(ids, held.permissionIds)) differing.push('permission_ids');
  return differing.map((member) => ({ code: 'member_fixed', pointer: `/${member}`, message: messageOf(member) }));
}

function messageOf(member: string): string {
  const way = member === 'permission_ids' ? 'use PUT …/permission_ids' : 'leave it out, or send it as it is';
  return `"${member}" is not changed here: ${way}.`;
}

function isSameSet(ids: readonly string[], others: readonly string[]): boolean {
  const [one, two] = [new Set(ids.map((id) => id.toLowerCase())), new Set(others)];
  return one.size === two.size && [...one].every((id) => two.has(id));
}

function settingsOf({ secrets }: AccountDeps, held: KeptAccount, { members, extra }: ReadStatement): Partial<KeptAccount> {
  const { accountId } = held;
  const sealed = (column: 'line_secret' | 'line_token', before: string | null): string | null => {
    const text = members[column];
    const place = placeOf(column, accountId);
    if (text === undefined || text === '') return text === '' ? null : before;
    return before !== null && secrets.open(before, place) === text ? before : secrets.seal(text, place);
  };
  return {
    name: members.name ?? held.name,
    detail: members.detail ?? held.detail,
    webhookMethod: members.webhook_method ?? held.webhookMethod,
    webhookUri: members.webhook_uri === undefined ? held.webhookUri : members.webhook_uri || null,
    lineSecret: sealed('line_secret', held.lineSecret),
    lineToken: sealed('line_token', held.lineToken),
    extra: mergeExtra(held.extra, extra),
  };
}

function isSame(held: KeptAccount, wanted: KeptAccount): boolean {
  return (Object.keys(held) as (keyof KeptAccount)[]).every((member) => held[member] === wanted[member]);
}
