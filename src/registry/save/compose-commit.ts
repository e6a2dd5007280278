// A group decided on → the statements of its one transaction, a small fixed number whatever the group's size. Rows that need no
// lock come first; the account's lock comes late, and only what it numbers comes after it.

import { comparedId } from '../../core/link-key.ts';
import {
  CustomerRows,
  insertChanges,
  insertCustomers,
  insertDeliveries,
  lockAccount,
  updateCustomers,
} from '../../storage/hot/save-customers.ts';
import { customerRows } from './project-customers.ts';
import {
  expectUnchanged,
  insertLinks,
  insertSourceRecords,
  insertVersions,
  linkRows,
  recordRows,
  updateSourceRecords,
  versionRows,
} from '../../storage/hot/save-versions.ts';
import { insertRejections, supersedeRejections } from '../../storage/rejections.ts';
import { packOptIns } from '../../core/source-record.ts';
import { raiseReceipts } from '../../storage/receipts.ts';
import { receiptParts } from './receipt-parts.ts';
import { rejectionRows } from './rejection-rows.ts';
import { witnessesIn } from './witnesses.ts';
import { witnessVersions } from '../../storage/hot/witness-versions.ts';
import type { AddedVersion, Version } from '../../core/decide.ts';
import type { Batch, Feed } from './batch.ts';
import type { Commit } from './commit.ts';
import type { Decided, HeldRecord } from './decide-records.ts';
import type { LinkRow, RecordRow, VersionRow } from '../../storage/hot/save-versions.ts';
import type { Rows } from '../../storage/rows.ts';
import type { Statement } from '../../storage/engine.ts';
import type { TouchedCustomers } from './project-customers.ts';

export function composeCommit(accountId: string, commit: Commit): Statement[] {
  return [...recordStatements(accountId, commit), ...lockedStatements(accountId, commit)];
}

function recordStatements(accountId: string, { commitId, batches, decided }: Commit): Statement[] {
  const importId = batches[0]?.origin?.importId ?? null;
  const feed = (batches[0] as Batch).feed;
  const owner = { accountId, feed };
  const { fresh, known, versions, links } = writtenRecords(decided.records, feed);
  if (versions.count === 0) return [];
  const statements: Statement[] = [];
  if (fresh.count > 0) statements.push(insertSourceRecords(owner, fresh));
  if (known.count > 0) statements.push(updateSourceRecords(owner, known));
  statements.push(insertVersions(owner, { commitId, importId, format: feed.format }, versions));
  if (links.count > 0) statements.push(insertLinks(owner, commitId, links));
  return statements;
}

interface WrittenRecords {
  readonly fresh: Rows<RecordRow>;
  readonly known: Rows<RecordRow>;
  readonly versions: Rows<VersionRow>;
  readonly links: Rows<LinkRow>;
}

function writtenRecords(records: Decided['records'], { format, recordType }: Feed): WrittenRecords {
  const { size } = records;
  const rows = { fresh: recordRows(size), known: recordRows(size), versions: versionRows(size), links: linkRows(size) };
  for (const record of records.values()) {
    if (record.added.length === 0) continue;
    const row = recordRow(record, format);
    (row.heldRevision === 0 ? rows.fresh : rows.known).push(row);
    if (row.heldRevision === 0 && recordType === 'customer') rows.links.push(row);
    for (const version of record.added) rows.versions.push(versionRow(record.sourceKey, version));
  }
  return rows;
}

function recordRow(record: HeldRecord, format: string): RecordRow {
  const current = record.current as Version;
  const added = record.added.find((version) => version === current);
  const secondId = added?.record.brief?.secondId;
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
    secondId: secondId === undefined ? null : comparedId(secondId),
  };
}

function versionRow(sourceKey: string, { no, time, timeSource, contentHash, isDeleted, record }: AddedVersion): VersionRow {
  return { sourceKey, no, time, timeSource, contentHash, isDeleted, payload: record.text };
}

function lockedStatements(accountId: string, commit: Commit): Statement[] {
  const { commitId, touched, decided, batches } = commit;
  const feed = (batches[0] as Batch).feed;
  const records = [...decided.records.values()];
  const read = records.filter((record) => record.added.length === 0 && record.heldRevision > 0);
  const { fresh, known, changes } = writtenCustomers(touched);
  const rejections = rejectionRows(commit);
  const mended = records.filter((record) => record.hasOpenRejection && !record.isSuppressed).map((record) => record.sourceKey);
  const importId = batches[0]?.origin?.importId ?? null;
  const statements: Statement[] = [lockAccount(accountId, commitId, changes.count)];
  if (read.length > 0) statements.push(expectUnchanged({ accountId, feed }, decided.commitNo, read));
  if (fresh.count > 0) statements.push(insertCustomers(accountId, fresh));
  if (known.count > 0) statements.push(updateCustomers(accountId, known));
  if (changes.count > 0) statements.push(insertChanges(accountId, changes), insertDeliveries(accountId, changes.count));
  const witnesses = witnessesIn(commit);
  if (witnesses.length > 0) statements.push(witnessVersions({ accountId, feed }, { commitId, importId }, witnesses));
  for (const { origin } of batches) if (origin) statements.push(...origin.besides);
  if (mended.length > 0) statements.push(supersedeRejections(accountId, feed, mended));
  if (rejections.length > 0) statements.push(insertRejections(accountId, { commitId, importId }, rejections));
  statements.push(raiseReceipts(accountId, commitId, receiptParts(commit)));
  return statements;
}

function writtenCustomers(touched: TouchedCustomers): CustomerRows {
  const rows = new CustomerRows(touched.groups.size);
  for (const row of customerRows(touched)) rows.push(row);
  return rows;
}
