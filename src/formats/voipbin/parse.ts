// VoIPBin's customer document → what it states of an account, with every fault of it (voipbin-customer.rst; formats.md, "VoIPBin").
// Rules that need the store (unique usernames, permissions that exist) are not judged here.

import { ACCOUNT_MEMBERS, WEBHOOK_METHODS } from './schema.ts';
import { Checker, isObject, kindOf } from '../checker.ts';
import { isUuid } from '../uuid.ts';
import { readJson } from '../json-text.ts';
import { timeFromVoipbin } from './time.ts';
import type { AccountMembers, AccountStatement, PlatformMembers } from './schema.ts';
import type { Issue } from '../issue.ts';
import type { Json, JsonObject } from '../record.ts';

export interface AccountOptions {
  /** `create`: what the platform sets is not read. `update`: it is, to be compared; only members present change anything. */
  readonly mode: 'create' | 'update';
  /** Take every certain suggestion, as in `parse`. */
  readonly fixes?: boolean;
}

export interface ParsedAccount {
  /** Present where no issue is an error. */
  readonly account?: AccountStatement;
  readonly issues: readonly Issue[];
}

/** No rule on accounts looks at the present; the checks that are shared with people ask for one. */
const ANY_TIME = '2000-01-01T00:00:00.000000Z';
const TEXTS = ['name', 'detail', 'webhook_uri', 'line_secret', 'line_token'] as const;
const PLATFORM_TIMES = ['tm_create', 'tm_update', 'tm_delete'] as const;
const READ: ReadonlySet<string> = new Set([...ACCOUNT_MEMBERS, 'password']);

/**
 * Reads one account document, as text or as an object parsed from JSON. Never throws on bad data. No member is required: without
 * `username` an account gets its `email` here, else its id from the registry; without `password`, login waits for one.
 */
export function parseAccount(sent: string | JsonObject, { mode, fixes = false }: AccountOptions): ParsedAccount {
  const json = readJson(typeof sent === 'string' ? sent : JSON.stringify(sent), fixes);
  if (json.value === undefined) return { issues: json.issues };
  const check = new Checker({ now: ANY_TIME, isMending: fixes, allowsNull: false });
  const account = isObject(json.value) ? accountOf(check, json.value, mode) : undefined;
  if (!account) check.add('type_wrong', '', `A customer must be an object, not ${kindOf(json.value)}.`);
  const issues = [...json.issues, ...check.issues];
  if (!account || issues.some(({ severity }) => severity === 'error')) return { issues };
  return { account, issues };
}

function accountOf(check: Checker, document: JsonObject, mode: AccountOptions['mode']): AccountStatement {
  checkNames(check, document, mode);
  for (const member of TEXTS) check.text(document, member, '', false);
  check.word(document, 'webhook_method', '', WEBHOOK_METHODS);
  checkUri(check, document);
  checkPermissions(check, document);
  const platform = mode === 'update' ? platformOf(check, document) : {};
  const extra = Object.fromEntries(Object.entries(document).filter(([member]) => !READ.has(member)));
  return { members: membersOf(document, mode), platform, extra };
}

function checkNames(check: Checker, document: JsonObject, mode: AccountOptions['mode']): void {
  if (document['username'] !== undefined) check.id(document, 'username', '');
  if (document['password'] === undefined) return;
  if (mode === 'update') check.add('member_forbidden', '/password', '"password" is not changed here: use PUT …/password.');
  else if (check.text(document, 'password', '', false) === '') {
    check.add('id_empty', '/password', '"password" must not be empty: leave it out, and login waits for one.');
  }
}

function checkUri(check: Checker, document: JsonObject): void {
  const uri = document['webhook_uri'];
  if (typeof uri !== 'string' || uri === '' || isWebUri(uri)) return;
  const message = '"webhook_uri" must be an absolute http or https URI, or empty for no webhook.';
  if (!isWebUri(uri.trim())) return check.add('uri_invalid', '/webhook_uri', message);
  check.mend({ owner: document, member: 'webhook_uri', path: '' }, 'uri_invalid', { message, value: uri.trim() });
}

/** The scheme and a host are spelled out: `URL` alone would take `http:host` and white space, which other readers refuse. */
function isWebUri(text: string): boolean {
  return /^https?:\/\/[^\s/?#]/i.test(text) && !/[\s\u0000-\u001f]/.test(text) && URL.canParse(text);
}

function checkPermissions(check: Checker, document: JsonObject): void {
  const ids = document['permission_ids'];
  const place = { owner: document, member: 'permission_ids', path: '' };
  if (ids === undefined || ids === null) return check.missing(place, false);
  if (!Array.isArray(ids)) return check.wrongType(place, 'an array of UUIDs');
  for (const [index, id] of ids.entries()) {
    if (typeof id === 'string' && isUuid(id)) continue;
    const code = typeof id === 'string' ? 'uuid_invalid' : 'type_wrong';
    check.add(code, `/permission_ids/${index}`, 'A permission id must be a UUID (RFC 9562), as GET /permissions gives it.');
  }
}

function platformOf(check: Checker, document: JsonObject): PlatformMembers {
  const platform: PlatformMembers = {};
  const id = check.text(document, 'id', '', false);
  if (id !== undefined && isUuid(id)) platform.id = id.toLowerCase();
  else if (id !== undefined) check.add('uuid_invalid', '/id', '"id" must be a UUID in its text form (RFC 9562).');
  for (const member of PLATFORM_TIMES) {
    const text = check.text(document, member, '', false);
    if (text === undefined) continue;
    const time = timeFromVoipbin(text);
    if (time === undefined) check.add('date_time_invalid', `/${member}`, `"${member}" must be YYYY-MM-DD HH:MM:SS.ffffff, in UTC.`);
    else platform[member] = time;
  }
  return platform;
}

function membersOf(document: JsonObject, mode: AccountOptions['mode']): AccountMembers {
  const members: Record<string, Json> = {};
  for (const member of ['username', 'password', ...TEXTS, 'webhook_method', 'permission_ids']) {
    const value = document[member];
    if (value !== undefined) members[member] = value;
  }
  const { email } = document;
  if (mode === 'create' && members['username'] === undefined && typeof email === 'string' && email.trim() !== '') {
    members['username'] = email.trim();
  }
  return members;
}
