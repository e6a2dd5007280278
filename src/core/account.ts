// The account as every tenant query needs it. A query without a scope does not type-check.

/** Whose data an operation may touch, and the key under which this account's customer ids are derived. */
export interface AccountScope {
  readonly accountId: string;
  /** 32 secret bytes, the account's own for ever: customer ids hang on it. */
  readonly idKey: Uint8Array;
}

/** What an account can be: a frozen or deleted one lets nobody in. */
export type AccountStatus = 'active' | 'frozen' | 'deleted';
