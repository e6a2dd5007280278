// What a sender states of an account, as a document of VoIPBin's form: read by the format, judged where the registry has more to say.

import { parseAccount, timeFromVoipbin } from '../../formats/index.ts';
import { RegistryError } from '../../error.ts';
import type { AccountStatement, Issue } from '../../formats/index.ts';
import type { JsonObject } from '../../formats/record.ts';
import type { RequestIssue } from '../../error.ts';

/** Statuses that VoIPBin's clients know. The registry's accounts are active, frozen or deleted. */
const STATUSES = ['initial', 'active', 'frozen', 'deleted', 'expired'];
const EXTRA_CHARACTERS_MAX = 64 * 1024;

/** Members beside the documented ones that the registry itself gives. */
export interface OwnMembers {
  readonly status?: string;
  /** Null: not scheduled. */
  readonly deletionScheduledAt?: string | null;
}

export interface ReadStatement extends Omit<AccountStatement, 'extra'> {
  readonly own: OwnMembers;
  /** Members that nothing here reads. */
  readonly extra: JsonObject;
}

/** Reads a document. Refuses with `request_invalid`, naming every fault. */
export function readStatement(document: string, mode: 'create' | 'update'): ReadStatement {
  const { account, issues } = parseAccount(document, { mode });
  if (!account) throw refuseStatement(issues.filter(({ severity }) => severity === 'error').map(requestIssueOf));
  const { status, tm_deletion_scheduled: scheduled, ...extra } = account.extra;
  const own = { ...statusIn(status), ...(mode === 'update' && scheduledIn(scheduled)) };
  if (JSON.stringify(extra).length > EXTRA_CHARACTERS_MAX) throw refuseExtra();
  return { members: account.members, platform: account.platform, own, extra };
}

/** The refusal of a document with these faults. */
export function refuseStatement(issues: readonly RequestIssue[]): RegistryError {
  return new RegistryError('request_invalid', issues[0]?.message ?? 'The customer cannot be taken as it is.', { issues });
}

/** What members beside the documented ones may take together is limited, merged ones too. */
export function refuseExtra(): RegistryError {
  return new RegistryError(
    'request_invalid',
    `Members beside the documented ones may have ${EXTRA_CHARACTERS_MAX} characters of JSON together.`,
  );
}

/** A message names the member, where the format's own does not. */
function requestIssueOf({ code, pointer, message }: Issue): RequestIssue {
  const member = pointer.split('/')[1];
  const isNamed = member === undefined || message.includes(`"${member}"`) || !/^\w{1,40}$/.test(member);
  return { code, pointer, message: isNamed ? message : `"${member}": ${message}` };
}

function statusIn(status: unknown): OwnMembers {
  if (status === undefined) return {};
  if (typeof status === 'string' && STATUSES.includes(status)) return { status };
  const message = `"status" must be one of ${STATUSES.join(', ')}.`;
  throw refuseStatement([{ code: 'enum_unknown', pointer: '/status', message }]);
}

function scheduledIn(scheduled: unknown): OwnMembers {
  if (scheduled === undefined) return {};
  if (scheduled === null || scheduled === '') return { deletionScheduledAt: null };
  const time = typeof scheduled === 'string' ? timeFromVoipbin(scheduled) : undefined;
  if (time !== undefined) return { deletionScheduledAt: time };
  const message = '"tm_deletion_scheduled" must be YYYY-MM-DD HH:MM:SS.ffffff, in UTC.';
  throw refuseStatement([{ code: 'date_time_invalid', pointer: '/tm_deletion_scheduled', message }]);
}

/** Merges what was kept with what is stated now; refuses where both together are too much. */
export function mergeExtra(kept: string | null, stated: JsonObject): string | null {
  const merged = { ...(kept === null ? {} : (JSON.parse(kept) as JsonObject)), ...stated };
  if (Object.keys(merged).length === 0) return null;
  const text = JSON.stringify(merged);
  if (text.length > EXTRA_CHARACTERS_MAX) throw refuseExtra();
  return text;
}
