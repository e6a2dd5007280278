// From records that changed to the customers they make: projected before and after, so that only real changes are told.

import { diff } from '../../core/change.ts';
import { keptStatement } from '../../formats/index.ts';
import { linkedTo, loadBefore } from './load-linked.ts';
import { placeKeys } from '../../core/search-text.ts';
import { project } from '../../core/project.ts';
import type { AccountTx } from '../../storage/database.ts';
import type { CustomerContent } from '../../core/customer.ts';
import type { CustomerRow } from '../../storage/hot/save-customers.ts';
import type { Feed } from './batch.ts';
import type { HeldRecord } from './decide-records.ts';
import type { Linked } from './load-linked.ts';
import type { LinkedRecord } from '../../core/source-record.ts';

/** The customers of whom records of a feed changed, with all that their projection takes. */
export interface TouchedCustomers {
  readonly feed: Feed;
  /** The changed records, by the customer that they belong to. */
  readonly groups: ReadonlyMap<string, readonly HeldRecord[]>;
  readonly before: Linked;
}

/** Reads what the customers were made of until now. */
export async function loadTouched(tx: AccountTx, feed: Feed, records: Iterable<HeldRecord>): Promise<TouchedCustomers> {
  const groups = touchedBy(records);
  return { feed, groups, before: await loadBefore(tx, feed.source, groups) };
}

function touchedBy(records: Iterable<HeldRecord>): Map<string, HeldRecord[]> {
  const touched = new Map<string, HeldRecord[]>();
  for (const record of records) {
    if (record.customerId === null || record.added.length === 0 || !isMoved(record)) continue;
    const group = touched.get(record.customerId);
    if (group) group.push(record);
    else touched.set(record.customerId, [record]);
  }
  return touched;
}

/** A late version moves nothing, unless it tells of an opt-in that no later version states. */
function isMoved(record: HeldRecord): boolean {
  return record.optIns !== record.heldOptIns || record.added.some((version) => version === record.current);
}

/**
 * The rows to write, in the order of the customers' ids, each made when it is asked for: statements and projections of 1,000 customers
 * at once outlive the young generation, and cost more in garbage collection than in their making.
 */
export function* customerRows(touched: TouchedCustomers): Generator<CustomerRow> {
  for (const customerId of [...touched.groups.keys()].sort()) yield customerRow(customerId, reprojectionOf(customerId, touched));
}

/** How a touched customer is held, and what its records state before and after the commit; they are read here, and not kept. */
export function reprojectionOf(customerId: string, touched: TouchedCustomers): Reprojection {
  const group = touched.groups.get(customerId) as readonly HeldRecord[];
  const before = linkedTo(customerId, touched.before);
  const first = group[0];
  return {
    revision: first?.customerRevision ?? null,
    version: first?.customerVersion ?? 0,
    before,
    after: before.length === 0 ? group.map((record) => currentRecord(touched.feed, record)) : afterGroup(touched.feed, group, before),
  };
}

function afterGroup(feed: Feed, group: readonly HeldRecord[], before: readonly LinkedRecord[]): LinkedRecord[] {
  const after = new Map(before.map((record) => [`${record.source} ${record.sourceId}`, record]));
  for (const record of group) {
    const key = `${feed.source} ${record.sourceKey}`;
    after.set(key, currentRecord(feed, record, after.get(key)));
  }
  return [...after.values()];
}

/** A customer with the revision and version that are held, and the records it is made of before and after a commit. */
export interface Reprojection {
  /** Null: there is no such customer yet. */
  readonly revision: number | null;
  readonly version: number;
  readonly before: readonly LinkedRecord[];
  readonly after: readonly LinkedRecord[];
}

/** The row to write for a customer whose records changed. */
export function customerRow(customerId: string, { revision, version: held, before, after }: Reprojection): CustomerRow {
  const content = project(after);
  const change = diff(revision === null ? null : project(before), content);
  const version = held + (change ? 1 : 0);
  return {
    customerId,
    heldRevision: revision,
    version,
    status: content.status,
    birthDate: content.birthDate,
    gender: content.gender,
    country: content.country,
    instituteId: content.education.instituteId,
    courseId: content.education.courseId,
    marketing: content.consents.marketing.state,
    sms: content.consents.sms.state,
    createdAt: content.createdAt,
    updatedAt: content.updatedAt,
    place: placeKeys(content.addresses),
    document: documentOf(customerId, content, version),
    change: change && { type: change.type, fields: `{${change.fields.join(',')}}` },
  };
}

/** The record as the group leaves it; where its current version was held before, `held` has its statement. */
function currentRecord({ source, format }: Feed, record: HeldRecord, held?: LinkedRecord): LinkedRecord {
  const { sourceKey, optIns } = record;
  const current = record.added.find((version) => version === record.current);
  if (!current) return { ...(held as LinkedRecord), optIns };
  const { time: versionTime, isDeleted } = current;
  return { source, sourceId: sourceKey, versionTime, isDeleted, statement: keptStatement(current.record.text, format), optIns };
}

/** The customer's JSON but for its last member, `changedAt`, which reading adds from the column. */
export function documentOf(id: string, content: CustomerContent, version: number): string {
  const { status, birthDate, gender, country, education, consents, dependents, addresses, externalIdentifiers, conflicts } = content;
  const { createdAt, updatedAt } = content;
  // Named one by one: the order of members is the order in which they are shown.
  return JSON.stringify({
    id,
    status,
    birthDate,
    gender,
    country,
    education,
    consents,
    dependents,
    addresses,
    externalIdentifiers,
    conflicts,
    version,
    createdAt,
    updatedAt,
  });
}
