// Conservation, asked for: what became of one request's records, of all of an account's, and the ones that were rejected.

import { findReceipt, listOutcomes } from '../storage/receipts.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { DayOutcomes, Receipt } from '../storage/receipts.ts';
import type { Deps } from './save-records.ts';

/** The receipt of one request. Throws `not_found`. */
export async function readReceipt({ database }: Deps, scope: AccountScope, requestId: string): Promise<Receipt> {
  const receipt = await database.forAccount(scope, (tx) => findReceipt(tx, requestId));
  if (receipt) return receipt;
  throw new RegistryError('not_found', 'This account has no request with this id.');
}

/** Outcomes by day, source and format, newest first, from `since` (a date) on. */
export function readOutcomes({ database }: Deps, scope: AccountScope, since: string | null): Promise<DayOutcomes[]> {
  return database.forAccount(scope, (tx) => listOutcomes(tx, since));
}
