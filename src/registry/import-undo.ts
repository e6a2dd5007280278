// An import undone, and an undone one restored: its versions stop to count (or count again), some records at a time, each page one
// commit; customers are projected again from what is left. Later changes by others stay, and so does what others confirmed.

import { commitUntilKept } from './save/commit-until-kept.ts';
import { currentOf, optInsOf, restore, revoke } from '../core/revoke.ts';
import { customerRow } from './save/project-customers.ts';
import { CustomerRows, insertChanges, insertDeliveries, lockAccount, updateCustomers } from '../storage/hot/save-customers.ts';
import { listImportRecords, listTouchedVersions, restoreVersions, revokeVersions } from '../storage/undo.ts';
import { linkedTo, loadLinked } from './save/load-linked.ts';
import { loadRecords } from '../storage/hot/load-records.ts';
import { packOptIns } from '../core/source-record.ts';
import { keptStatement } from '../formats/index.ts';
import { secondIdOf } from '../core/link-key.ts';
import { recordRows, updateSourceRecords } from '../storage/hot/save-versions.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { CustomerRow } from '../storage/hot/save-customers.ts';
import type { Deps } from './save-records.ts';
import type { Feed } from './save/batch.ts';
import type { UndoSums } from '../core/import.ts';
import type { Format } from '../formats/record.ts';
import type { LinkedRecord, StatedOptIns } from '../core/source-record.ts';
import type { LoadedRecord } from '../storage/hot/load-records.ts';
import type { RecordRow } from '../storage/hot/save-versions.ts';
import type { Revocation } from '../core/revoke.ts';
import type { Statement } from '../storage/engine.ts';
import type { TouchedVersion } from '../storage/undo.ts';

/** Records in one commit: others wait for the account's lock meanwhile. */
const PAGE_RECORDS = 500;

export interface UndoTarget {
  readonly importId: string;
  readonly feed: Feed;
  readonly mode: 'undo' | 'restore';
}

export interface UndoPage {
  readonly sums: UndoSums;
  readonly customers: readonly CustomerRow[];
  /** Behind which record the next page begins; null: this was the last. */
  readonly next: string | null;
}

/** Undoes (or restores) the page behind `after`, in one commit. */
export async function undoPage(deps: Deps, scope: AccountScope, target: UndoTarget, after: string): Promise<UndoPage> {
  return commitUntilKept(deps, scope, async (commitId) => {
    const prepared = await deps.database.forAccount(scope, (tx) => prepare(tx, target, after));
    return { value: prepared.page, statements: prepared.touched.length === 0 ? [] : compose({ scope, commitId, target }, prepared) };
  });
}

/** What undoing the page would change; nothing is. */
export async function planUndo({ database }: Deps, scope: AccountScope, target: UndoTarget, after: string): Promise<UndoPage> {
  return (await database.forAccount(scope, (tx) => prepare(tx, target, after))).page;
}

interface Touched {
  readonly held: LoadedRecord;
  readonly sourceKey: string;
  readonly revocation: Revocation<TouchedVersion>;
  readonly current: TouchedVersion | null;
  readonly optIns: StatedOptIns;
}

interface Prepared {
  readonly page: UndoPage;
  readonly touched: readonly Touched[];
}

async function prepare(tx: AccountTx, { importId, feed, mode }: UndoTarget, after: string): Promise<Prepared> {
  const keys = await listImportRecords(tx, importId, { mode, after, limit: PAGE_RECORDS });
  const versions = Map.groupBy(await listTouchedVersions(tx, feed, importId, keys), ({ sourceKey }) => sourceKey);
  const { records } = await loadRecords(
    tx,
    feed,
    keys.map((sourceKey) => ({ sourceKey, customerId: null })),
  );
  const all = records.map((held) => touchedBy(held, keys[held.at] as string, { versions, mode, feed }));
  const touched = all.filter(({ revocation }) => revocation.touched.length > 0);
  const customers = await projectAgain(tx, feed, touched);
  const sums = {
    versions: touched.reduce((sum, { revocation }) => sum + revocation.touched.length, 0),
    confirmed: all.reduce((sum, { revocation }) => sum + revocation.confirmed, 0),
    customers: customers.filter(({ change }) => change !== null).length,
    removed: customers.filter(({ status, change }) => status === 'removed' && change !== null).length,
  };
  return { page: { sums, customers, next: keys.length < PAGE_RECORDS ? null : (keys.at(-1) as string) }, touched };
}

type Versions = ReadonlyMap<string, TouchedVersion[]>;

function touchedBy(
  held: LoadedRecord,
  sourceKey: string,
  { versions, mode, feed }: { versions: Versions; mode: UndoTarget['mode']; feed: Feed },
): Touched {
  const own = versions.get(sourceKey) ?? [];
  const revocation = mode === 'undo' ? revoke(own) : restore(own);
  const left = revocation.left.filter(({ payload }) => payload !== null);
  const current = currentOf(left);
  const isPerson = feed.recordType === 'customer';
  return {
    held,
    sourceKey,
    revocation,
    current,
    optIns: isPerson ? optInsOf(left.map((key) => ({ key, statement: statementIn(key) }))) : {},
  };
}

function statementIn({ payload, format }: TouchedVersion): LinkedRecord['statement'] {
  return keptStatement(payload as string, format as Format);
}

async function projectAgain(tx: AccountTx, { source, recordType }: Feed, touched: readonly Touched[]): Promise<CustomerRow[]> {
  if (recordType !== 'customer') return [];
  const byCustomer = Map.groupBy(touched, ({ held }) => held.customerId as string);
  const linked = await loadLinked(tx, source, [...byCustomer.keys()]);
  const rows = [...byCustomer].map(([customerId, records]) => {
    const before = linkedTo(customerId, linked);
    const keys = new Set(records.map(({ sourceKey }) => sourceKey));
    const others = before.filter((record) => record.source !== source || !keys.has(record.sourceId));
    const after = [...others, ...records.flatMap((record) => linkedAs(source, record))];
    const { customerRevision, customerVersion } = (records[0] as Touched).held;
    return customerRow(customerId, { revision: customerRevision, version: customerVersion ?? 0, before, after });
  });
  return rows.sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

function linkedAs(source: string, { sourceKey, current, optIns }: Touched): LinkedRecord[] {
  if (!current) return [];
  const { time, isDeleted } = current;
  return [{ source, sourceId: sourceKey, versionTime: time, isDeleted, optIns, statement: statementIn(current) }];
}

interface Undoing {
  readonly scope: AccountScope;
  readonly commitId: string;
  readonly target: UndoTarget;
}

function compose({ scope, commitId, target }: Undoing, { touched, page }: Prepared): Statement[] {
  const { accountId } = scope;
  const owner = { accountId, feed: target.feed };
  const named = { ...owner, importId: target.importId };
  const names = touched.flatMap(({ revocation }) => revocation.touched);
  const records = recordRows(touched.length);
  for (const record of touched) records.push(rowOf(record, target.feed));
  const customers = new CustomerRows(page.customers.length);
  for (const row of page.customers) customers.push(row);
  const { known, changes } = customers;
  const statements = [
    updateSourceRecords(owner, records),
    lockAccount(accountId, commitId, changes.count),
    target.mode === 'undo' ? revokeVersions(named, names) : restoreVersions(named, names),
  ];
  if (known.count > 0) statements.push(updateCustomers(accountId, known));
  const reason = target.mode === 'undo' ? 'undone' : null;
  if (changes.count > 0) statements.push(insertChanges(accountId, changes, reason), insertDeliveries(accountId, changes.count));
  return statements;
}

/** The record's row as it points from now on; number 0 where nothing is left to point at. */
function rowOf({ held, sourceKey, current, optIns }: Touched, { recordType }: Feed): RecordRow {
  const place = current ?? { ...(held.current ?? EPOCH), no: 0, format: held.format ?? '' };
  return {
    sourceKey,
    format: place.format,
    customerId: recordType === 'customer' ? held.customerId : null,
    heldRevision: held.revision,
    versionCount: held.versionCount,
    currentNo: place.no,
    versionTime: place.time,
    timeSource: place.timeSource,
    contentHash: place.contentHash,
    isDeleted: place.isDeleted,
    optIns: current ? packOptIns(optIns, current) : null,
    secondId: current && recordType === 'customer' ? secondIdOf(statementIn(current)) : null,
  };
}

/** Stands where a record has been empty before and stays so. */
const EPOCH = { time: '1970-01-01T00:00:00.000000Z', timeSource: 'received', contentHash: '', isDeleted: false } as const;
