// The inbox of rejected records: read, dismissed, and tried again, mended by hand or by their certain suggestions. One retry is one
// new outcome, which the old rejection names.

import { batchOf, receiving } from './save/batch.ts';
import { dismissRejections, findRejection, listRejections, settleRetried, updateEditedPayload } from '../storage/rejection-inbox.ts';
import { parse } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import { saveRecords } from './save-records.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { Feed, Received } from './save/batch.ts';
import type { Format, RecordType } from '../formats/record.ts';
import type { RecordReport } from './save/report.ts';
import type { Rejection, RejectionFilters } from '../storage/rejection-inbox.ts';

export type { Rejection, RejectionFilters } from '../storage/rejection-inbox.ts';

type Page = Parameters<typeof listRejections>[2];

/** A page of rejections that meet the filters, newest first. */
export function readRejections({ database }: Deps, scope: AccountScope, filters: RejectionFilters, page: Page): Promise<Rejection[]> {
  return database.forAccount(scope, (tx) => listRejections(tx, filters, page));
}

/** The rejection with its payload and issues. Throws `not_found`. */
export async function readRejection({ database }: Deps, scope: AccountScope, rejectionId: string): Promise<Rejection> {
  const found = await database.forAccount(scope, (tx) => findRejection(tx, rejectionId));
  if (found) return found;
  throw new RegistryError('not_found', 'This account has no rejection with this id.');
}

/** Closes the open rejections that meet the filters, unmended, and says how many they were. */
export function dismissAll({ database }: Deps, scope: AccountScope, filters: RejectionFilters, reason: string): Promise<number> {
  return database.inTransaction(scope, (tx) => dismissRejections(tx, filters, reason));
}

/**
 * Keeps the record as mended by hand, to be tried again later; null forgets what was mended. What was received stays. Refuses with
 * `rejection_closed` one that is closed.
 */
export async function editRejection(deps: Deps, scope: AccountScope, rejectionId: string, payload: string | null): Promise<Rejection> {
  const isKept = await deps.database.forAccount(scope, (tx) => updateEditedPayload(tx, rejectionId, payload));
  const rejection = await readRejection(deps, scope, rejectionId);
  if (isKept) return rejection;
  throw new RegistryError('rejection_closed', `This rejection is ${rejection.state}: only an open one can be edited.`);
}

/** How a record is tried again. */
export interface Mending {
  /** The record as mended by hand; null: as it was edited before, else as it was received. */
  readonly payload: string | null;
  /** Take every certain suggestion. */
  readonly takesFixes: boolean;
}

export interface Retried extends RecordReport {
  readonly requestId: string;
}

/**
 * Sends a rejected record again, as a request of its own. Refuses with `rejection_closed` one that is closed, and with
 * `request_invalid` one of which only the beginning was kept.
 */
export async function retryRejection(deps: Deps, scope: AccountScope, rejectionId: string, mending: Mending): Promise<Retried> {
  const rejection = await readRejection(deps, scope, rejectionId);
  if (rejection.state !== 'open') throw closed(rejection);
  try {
    return await retry(deps, scope, rejection, read(deps, scope, { rejection, mending }));
  } catch (error) {
    const present = await readRejection(deps, scope, rejectionId);
    throw present.state === 'open' ? error : closed(present);
  }
}

export interface Fixed {
  readonly rejectionId: string;
  /** Null: not every fault of it has a certain fix, so that it stays as it is. */
  readonly retried: Retried | null;
}

/** Takes the certain suggestions of each open rejection, and tries those again that they make whole. */
export async function fixRejections(deps: Deps, scope: AccountScope, rejections: readonly Rejection[]): Promise<Fixed[]> {
  const fixed: Fixed[] = [];
  for (const rejection of rejections) {
    const { rejectionId } = rejection;
    const received = isCut(rejection) ? null : read(deps, scope, { rejection, mending: { payload: null, takesFixes: true } });
    fixed.push({ rejectionId, retried: received?.item ? await retry(deps, scope, rejection, received) : null });
  }
  return fixed;
}

function closed({ state }: Rejection): RegistryError {
  return new RegistryError('rejection_closed', `This rejection is ${state}: only an open one can be tried again.`);
}

/** Only the beginning of it is there, and nobody has written the whole of it. */
function isCut({ payload, payloadBytes, editedPayload }: Rejection): boolean {
  if (editedPayload !== null) return false;
  return payload === null || payloadBytes > Buffer.byteLength(payload);
}

function feedOf({ source, format, recordType }: Rejection): Feed {
  return { source, format: format as Format, recordType: recordType as RecordType };
}

function read({ clock }: Deps, scope: AccountScope, { rejection, mending }: { rejection: Rejection; mending: Mending }): Received {
  const feed = feedOf(rejection);
  if (mending.payload === null && isCut(rejection)) {
    throw new RegistryError('request_invalid', 'Only the beginning of this record was kept: send the whole of it as "payload".');
  }
  const text = mending.payload ?? rejection.editedPayload ?? rejection.payload ?? '';
  const options = { format: feed.format, recordType: feed.recordType, now: clock.now(), fixes: mending.takesFixes };
  return receiving(scope, feed)(parse(text, options), { index: 0 }, text);
}

async function retry(deps: Deps, scope: AccountScope, rejection: Rejection, received: Received): Promise<Retried> {
  const { rejectionId } = rejection;
  const requestId = deps.clock.id();
  const progress = { state: 'complete', offered: 1, lastLine: () => null } as const;
  const origin = { importId: null, retryOf: rejectionId, besides: [settleRetried(scope.accountId, rejectionId, requestId)] };
  const batch = batchOf({ requestId, feed: feedOf(rejection), received: [received], progress, origin });
  const [report] = await saveRecords(deps, scope, [batch]);
  return { requestId, ...(report?.records[0] as RecordReport) };
}
