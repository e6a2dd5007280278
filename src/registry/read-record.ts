// Source records read back in their own format, as their source said them last.

import { findCurrentRecord, listCurrentRecords } from '../storage/records.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { CurrentRecord, FormatSelector } from '../storage/records.ts';
import type { Deps } from './save-records.ts';

export type { CurrentRecord, FormatSelector } from '../storage/records.ts';

/** The record's current version, tombstones included. Throws `not_found`. */
export async function readRecord(
  { database }: Deps,
  scope: AccountScope,
  selector: FormatSelector,
  sourceKey: string,
): Promise<CurrentRecord> {
  const record = await database.forAccount(scope, (tx) => findCurrentRecord(tx, selector, sourceKey));
  if (record) return record;
  throw new RegistryError('not_found', `There is no ${selector.recordType} with this id in the source "${selector.source}".`);
}

/** Records in the order of their ids, behind `after`. */
export function readRecords(
  { database }: Deps,
  scope: AccountScope,
  selector: FormatSelector,
  page: { after: string; limit: number },
): Promise<CurrentRecord[]> {
  return database.forAccount(scope, (tx) => listCurrentRecords(tx, selector, page));
}
