// Which institutes and courses a group of Cobi customers names that have not arrived yet: a warning, never an obstacle.

import { findRecordIds } from '../../storage/records.ts';
import type { AccountTx } from '../../storage/database.ts';
import type { Feed, Item } from './batch.ts';

/** Names of the members of one item's record that point at nothing known, by the item's place among the items. */
export type Unresolved = ReadonlyMap<Item, readonly ('institute_id' | 'course_id')[]>;

const NONE: Unresolved = new Map();

export async function findUnresolved(tx: AccountTx, feed: Feed, items: readonly Item[]): Promise<Unresolved> {
  if (feed.format !== 'cobi' || feed.recordType !== 'customer') return NONE;
  const [institutes, courses] = await Promise.all([
    findRecordIds(tx, { source: feed.source, recordType: 'institute' }, named(items, 'instituteId')),
    findRecordIds(tx, { source: feed.source, recordType: 'course' }, named(items, 'courseId')),
  ]);
  const unresolved = new Map<Item, ('institute_id' | 'course_id')[]>();
  for (const item of items) {
    const missing: ('institute_id' | 'course_id')[] = [];
    if (isMissing(item.record.brief?.instituteId, institutes)) missing.push('institute_id');
    if (isMissing(item.record.brief?.courseId, courses)) missing.push('course_id');
    if (missing.length > 0) unresolved.set(item, missing);
  }
  return unresolved;
}

function named(items: readonly Item[], field: 'instituteId' | 'courseId'): string[] {
  const ids = new Set<string>();
  for (const { record } of items) {
    const id = record.brief?.[field];
    if (id !== undefined) ids.add(id.toLowerCase());
  }
  return [...ids];
}

function isMissing(id: string | undefined, known: ReadonlySet<string>): boolean {
  return id !== undefined && !known.has(id.toLowerCase());
}
