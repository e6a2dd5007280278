// From records that changed to the customers they make: projected before and after, so that only real changes are told.

import { diff } from '../../core/change.ts';
import { placeKeys } from '../../core/search-text.ts';
import { project } from '../../core/project.ts';
import { loadBefore } from './load-linked.ts';
import type { AccountTx } from '../../storage/database.ts';
import type { AddedVersion } from '../../core/decide.ts';
import type { CustomerContent } from '../../core/customer.ts';
import type { CustomerRow } from '../../storage/hot/save-customers.ts';
import type { HeldRecord } from './decide-records.ts';
import type { LinkedRecord } from '../../core/source-record.ts';

/** Records of the group, by the customer that they belong to. */
type Touched = Map<string, HeldRecord[]>;

/** The rows to write for every customer of whom a record changed, in the order of their ids. */
export async function projectCustomers(tx: AccountTx, source: string, records: Iterable<HeldRecord>): Promise<CustomerRow[]> {
  const reprojections = await loadReprojections(tx, source, records);
  const rows = reprojections.map(({ customerId, ...reprojection }) => customerRow(customerId, reprojection));
  return rows.sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

/** Every customer of whom a record changed, with all its records before and after. */
export async function loadReprojections(
  tx: AccountTx,
  source: string,
  records: Iterable<HeldRecord>,
): Promise<(Reprojection & { readonly customerId: string })[]> {
  const touched = touchedCustomers(records);
  const linked = await loadBefore(tx, source, touched);
  return [...touched].map(([customerId, group]) => ({
    customerId,
    ...reprojectionOf({ source, group, before: linked.get(customerId) ?? [] }),
  }));
}

function touchedCustomers(records: Iterable<HeldRecord>): Touched {
  const touched: Touched = new Map();
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

interface Projection {
  readonly source: string;
  readonly group: readonly HeldRecord[];
  readonly before: readonly LinkedRecord[];
}

function reprojectionOf({ source, group, before }: Projection): Reprojection {
  const after = new Map(before.map((record) => [`${record.source} ${record.sourceId}`, record]));
  for (const record of group) {
    const key = `${source} ${record.sourceKey}`;
    after.set(key, currentRecord(source, record, after.get(key)));
  }
  const first = group[0];
  const held = { revision: first?.customerRevision ?? null, version: first?.customerVersion ?? 0 };
  return { ...held, before, after: [...after.values()] };
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
function currentRecord(source: string, record: HeldRecord, held: LinkedRecord | undefined): LinkedRecord {
  const current = record.added.find((version) => version === record.current);
  if (!current) return { ...(held as LinkedRecord), optIns: record.optIns };
  return statedBy(source, record, current);
}

function statedBy(source: string, { sourceKey, optIns }: HeldRecord, version: AddedVersion): LinkedRecord {
  if (version.statement === null) throw new Error('a record of a person without a statement');
  return { source, sourceId: sourceKey, versionTime: version.time, isDeleted: version.isDeleted, statement: version.statement, optIns };
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
