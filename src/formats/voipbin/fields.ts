// An account's fields in the registry's terms against VoIPBin's members: the mapping as data (formats.md, "VoIPBin").

import type { JsonObject } from '../record.ts';

/** An account as the registry knows it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly detail: string;
  /** `''` is POST. */
  readonly webhookMethod: string;
  /** `''` or null: no webhook. */
  readonly webhookUri: string | null;
  /** Left out where the caller may not see it: a hidden member is never shown empty. */
  readonly lineSecret?: string | null;
  readonly lineToken?: string | null;
  readonly permissionIds: readonly string[];
  readonly createdAt: string;
  /** Null: never updated. */
  readonly updatedAt: string | null;
  /** Null: not deleted. */
  readonly deletedAt: string | null;
  /** Newer and unknown members, as they were sent. */
  readonly extra?: JsonObject;
}

/** The account's texts, by VoIPBin's member. A text that the account lacks is empty there. */
export const ACCOUNT_TEXTS = {
  id: 'id',
  username: 'username',
  name: 'name',
  detail: 'detail',
  webhook_method: 'webhookMethod',
  webhook_uri: 'webhookUri',
} as const satisfies Record<string, keyof Account>;

/** Texts that only some callers may see. */
export const ACCOUNT_SECRETS = { line_secret: 'lineSecret', line_token: 'lineToken' } as const satisfies Record<string, keyof Account>;

/** The account's times, by VoIPBin's member. */
export const ACCOUNT_TIMES = {
  tm_create: 'createdAt',
  tm_update: 'updatedAt',
  tm_delete: 'deletedAt',
} as const satisfies Record<string, keyof Account>;
