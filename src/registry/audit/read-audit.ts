// The audit log, read: who did what in the account.

import { listAudit } from '../../storage/audit.ts';
import type { AccountScope } from '../../core/account.ts';
import type { AuditEntry } from '../../core/audit.ts';
import type { AuditPage } from '../../storage/audit.ts';
import type { Deps } from '../save-records.ts';

/** A page of entries, newest first. What was done within the last second or so may not be there yet. */
export function readAudit({ database }: Deps, scope: AccountScope, page: AuditPage): Promise<AuditEntry[]> {
  return database.forAccount(scope, (tx) => listAudit(tx, page));
}
