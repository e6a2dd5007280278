// VoIPBin's customer, which is an account here: its documented members, the newer public ones beside them, and what is read from
// a document (voipbin-customer.rst; formats.md, "VoIPBin"). Nothing here is a person.

import type { JsonObject } from '../record.ts';

/** The documented struct in its documented order. */
export const ACCOUNT_MEMBERS = [
  'id',
  'username',
  'name',
  'detail',
  'webhook_method',
  'webhook_uri',
  'line_secret',
  'line_token',
  'permission_ids',
  'tm_create',
  'tm_update',
  'tm_delete',
] as const;

/** Empty means `POST`. */
export const WEBHOOK_METHODS = ['POST', 'GET', 'PUT', 'DELETE', ''] as const;

export type WebhookMethod = (typeof WEBHOOK_METHODS)[number];

/** What a sender may state of an account: only the members that were present; `''` clears. */
export interface AccountMembers {
  username?: string;
  /** Write-only; read at creation alone. */
  password?: string;
  name?: string;
  detail?: string;
  webhook_method?: WebhookMethod;
  webhook_uri?: string;
  line_secret?: string;
  line_token?: string;
  permission_ids?: string[];
}

/** What only the platform sets: not read at creation; at an update to be compared with what is held. */
export interface PlatformMembers {
  id?: string;
  tm_create?: string | null;
  tm_update?: string | null;
  tm_delete?: string | null;
}

/** An account as one document states it. */
export interface AccountStatement {
  readonly members: AccountMembers;
  /** Times as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; null is "not yet". */
  readonly platform: PlatformMembers;
  /** The newer public members (`email`, `metadata`, …) and unknown ones, kept as sent. */
  readonly extra: JsonObject;
}
