// A group decided on → the statements of its one transaction, a small fixed number whatever the group's size. Rows that need no
// lock come first; the account's lock comes late, and only what it numbers comes after it.

import { expectUnchanged, insertLinks, insertSourceRecords, insertVersions, updateSourceRecords } from '../../storage/hot/save-versions.ts';
import { insertChanges, insertCustomers, insertDeliveries, lockAccount, updateCustomers } from '../../storage/hot/save-customers.ts';
import { insertRejections, supersedeRejections } from '../../storage/rejections.ts';
import { secondIdOf } from '../../core/link-key.ts';
import { packOptIns } from '../../core/source-record.ts';
import { raiseReceipts } from '../../storage/receipts.ts';
import { receiptParts } from './receipt-parts.ts';
import { rejectionRows } from './rejection-rows.ts';
import { witnessesIn } from './witnesses.ts';
import { witnessVersions } from '../../storage/hot/witness-versions.ts';
import type { Batch } from './batch.ts';
import type { Commit } from './commit.ts';
import type { HeldRecord } from './decide-records.ts';
import type { RecordRow, VersionRow } from '../../storage/hot/save-versions.ts';
import type { Statement } from '../../storage/engine.ts';
import type { Version } from '../../core/decide.ts';

export function composeCommit(accountId: string, commit: Commit): Statement[] {
  return [...recordStatements(accountId, commit), ...lockedStatements(accountId, commit)];
}

function recordStatements(accountId: string, { commitId, batches, decided }: Commit): Statement[] {
  const importId = batches[0]?.origin?.importId ?? null;
  const feed = (batches[0] as Batch).feed;
  const owner = { accountId, feed };
  const changed = [...decided.records.values()].filter((record) => record.added.length > 0);
  if (changed.length === 0) return [];
  const rows = changed.map((record) => recordRow(record, feed.format));
  const fresh = rows.filter((row) => row.heldRevision === 0);
  const known = rows.filter((row) => row.heldRevision > 0);
  const statements: Statement[] = [];
  if (fresh.length > 0) statements.push(insertSourceRecords(owner, fresh));
  if (known.length > 0) statements.push(updateSourceRecords(owner, known));
  statements.push(insertVersions(owner, { commitId, importId, format: feed.format }, changed.flatMap(versionRows)));
  if (fresh.length > 0 && feed.recordType === 'customer') statements.push(insertLinks(owner, commitId, fresh));
  return statements;
}

function recordRow(record: HeldRecord, format: string): RecordRow {
  const current = record.current as Version;
  const added = record.added.find((version) => version === current);
  return {
    sourceKey: record.sourceKey,
    format: added ? format : (record.heldFormat ?? format),
    customerId: record.customerId,
    heldRevision: record.heldRevision,
    versionCount: record.heldCount + record.added.length,
    currentNo: current.no,
    versionTime: current.time,
    timeSource: current.timeSource,
    contentHash: current.contentHash,
    isDeleted: current.isDeleted,
    optIns: packOptIns(record.optIns, current),
    secondId: added?.statement ? secondIdOf(added.statement) : null,
  };
}

function versionRows({ sourceKey, added }: HeldRecord): VersionRow[] {
  return added.map(({ no, time, timeSource, contentHash, isDeleted, record }) => ({
    sourceKey,
    no,
    time,
    timeSource,
    contentHash,
    isDeleted,
    payload: record.text,
  }));
}

function lockedStatements(accountId: string, commit: Commit): Statement[] {
  const { commitId, customers, decided, batches } = commit;
  const feed = (batches[0] as Batch).feed;
  const records = [...decided.records.values()];
  const read = records.filter((record) => record.added.length === 0 && record.heldRevision > 0);
  const changes = customers.filter((row) => row.change !== null).length;
  const fresh = customers.filter((row) => row.heldRevision === null);
  const known = customers.filter((row) => row.heldRevision !== null);
  const rejections = rejectionRows(commit);
  const mended = records.filter((record) => record.hasOpenRejection && !record.isSuppressed).map((record) => record.sourceKey);
  const importId = batches[0]?.origin?.importId ?? null;
  const statements: Statement[] = [lockAccount(accountId, commitId, changes)];
  if (read.length > 0) statements.push(expectUnchanged({ accountId, feed }, decided.commitNo, read));
  if (fresh.length > 0) statements.push(insertCustomers(accountId, fresh));
  if (known.length > 0) statements.push(updateCustomers(accountId, known));
  if (changes > 0) statements.push(insertChanges(accountId, customers), insertDeliveries(accountId, changes));
  const witnesses = witnessesIn(commit);
  if (witnesses.length > 0) statements.push(witnessVersions({ accountId, feed }, { commitId, importId }, witnesses));
  for (const { origin } of batches) if (origin) statements.push(...origin.besides);
  if (mended.length > 0) statements.push(supersedeRejections(accountId, feed, mended));
  if (rejections.length > 0) statements.push(insertRejections(accountId, { commitId, importId }, rejections));
  statements.push(raiseReceipts(accountId, commitId, receiptParts(commit)));
  return statements;
}
