// The dry run of an import: its file decided on to the end as taking it in would, with nothing kept but the plan.

import { batchesOf } from './file/batches.ts';
import { emptyPlan } from '../core/import-plan.ts';
import { endImport } from '../registry/import-work.ts';
import { groupsOf } from './file/spread.ts';
import { IssueGroups } from './file/issue-groups.ts';
import { openKnown, readBatch } from './known-import.ts';
import { parse } from '../formats/index.ts';
import { PlannedGroup } from '../registry/plan-records.ts';
import type { FileReader } from './file/raw-record.ts';
import type { ImportDeps, KnownImport, Work } from './known-import.ts';
import type { ImportPlan } from '../core/import-plan.ts';
import type { Item, Place } from '../registry/save/batch.ts';
import type { KeyedRecord } from './file/spread.ts';
import type { RecordFile } from './file/record-file.ts';

/** Text of records held in memory at once. */
const GROUP_LENGTH_MAX = 8 * 1024 * 1024;

/** Finds out what taking the file in would come to, and ends the job with that. */
export async function planImport(deps: ImportDeps, work: Work, known: KnownImport): Promise<void> {
  const { lease, breathe } = work;
  const { scope, importId } = lease;
  const opened = await openKnown(deps, lease, known);
  const plan = emptyPlan();
  const issues = new IssueGroups();
  const folder = await deps.files.freshScratch(scope, importId);
  try {
    const valid = validRecords(opened, { plan, issues, breathe });
    for await (const group of groupsOf(valid, { folder, groupLengthMax: GROUP_LENGTH_MAX })) {
      const planned = new PlannedGroup(deps, scope, known.feed);
      for await (const page of group) {
        await breathe();
        await planned.decide(
          page.map((record) => plannedItem(record, opened.reader)),
          plan,
        );
      }
      await planned.conclude(plan);
    }
  } finally {
    await deps.files.removeScratch(scope, importId);
  }
  const ended = { state: 'finished', plan: JSON.stringify(plan), issues: JSON.stringify(issues.list), finished_at: deps.clock.now() };
  await endImport(deps, lease, ended);
}

interface Planning {
  readonly plan: ImportPlan;
  readonly issues: IssueGroups;
  readonly breathe: Work['breathe'];
}

/** What would not be rejected, as the text that would be kept; the others are counted. */
async function* validRecords(
  { file, reader }: { file: RecordFile; reader: FileReader },
  { plan, issues, breathe }: Planning,
): AsyncGenerator<KeyedRecord[]> {
  for await (const batch of batchesOf(file.records)) {
    await breathe();
    const received = await readBatch(batch, reader, issues);
    const valid = received.flatMap(({ item, place }) =>
      item ? [{ key: item.sourceKey, line: lineOf(place), text: item.record.text }] : [],
    );
    plan.outcomes.rejected += received.length - valid.length;
    yield valid;
  }
}

function lineOf(place: Place): number {
  return 'line' in place ? place.line : place.index + 1;
}

/** Read again from its kept text, which says the same. */
function plannedItem({ text, line }: KeyedRecord, { options, receive }: FileReader): { item: Item; line: number } {
  return { item: receive(parse(text, options), { index: line }, text).item as Item, line };
}
