// Everything the store holds, recomputed and compared: projections from versions and links, sums, sequences. Nothing is changed.

import { checkCustomers } from './verify/check-customers.ts';
import { checkOthers, gatherLinked } from './verify/walk-records.ts';
import { Findings } from './verify/findings.ts';
import { idDerivation } from '../core/link-key.ts';
import { joinWhole, listFaults, listScopes, onSnapshot, walkAlongKeys, walkCustomers, walkLinked, walkOthers } from '../storage/verify.ts';
import type { AccountTx, Database } from '../storage/database.ts';
import type { Checking } from './verify/record-fold.ts';
import type { Difference, Verified } from './verify/findings.ts';

export type { Difference, Verified } from './verify/findings.ts';

/**
 * Verifies every account, each in one snapshot, so that others may go on writing, and passes each difference to `tell` as it is
 * met. Memory is constant but for the versions of one record at a time.
 */
export async function verifyStore(database: Database, tell: (difference: Difference) => void): Promise<Verified> {
  const findings = new Findings(tell);
  for (const scope of await listScopes(database)) {
    findings.enter(scope.accountId);
    const checking = { findings, ids: idDerivation(scope) };
    await onSnapshot(database, scope, (tx) => verifyAccount(tx, checking));
  }
  return findings.counts;
}

async function verifyAccount(tx: AccountTx, checking: Checking): Promise<void> {
  await walkAlongKeys(tx);
  await checkCustomers(walkCustomers(tx), gatherLinked(walkLinked(tx), checking), checking.findings);
  await checkOthers(walkOthers(tx), checking);
  await joinWhole(tx);
  for await (const fault of listFaults(tx)) checking.findings.add(fault);
}
