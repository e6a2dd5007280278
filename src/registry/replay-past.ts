// A customer's past replayed from what is kept of it: links, versions and revocations, as the commits that made them known, read along
// in one snapshot.

import { findCustomer } from '../storage/customers.ts';
import { listLinks, listRevocations, walkStatements } from '../storage/customer-past.ts';
import { onSnapshot } from '../storage/verify.ts';
import { keptStatement } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import { recordKey, Replay } from '../core/replay.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Deps } from './save-records.ts';
import type { Format } from '../formats/record.ts';
import type { KeptLink, KeptRevocation, KeptStatement, Moment } from '../storage/customer-past.ts';
import type { Bounds, PastCommit, PastEvent, PastState } from '../core/replay.ts';
import type { RecordName } from '../core/past-record.ts';

/** Versions that are held at once: those of records of which any version is revoked. */
const VERSIONS_MAX = 10_000;

type Known = readonly [Moment, PastEvent];

/** Whose past is replayed, and within which bounds; `onState` is told of each state in its turn. */
export interface Asked {
  readonly customerId: string;
  readonly bounds: Bounds;
  readonly onState?: (state: PastState) => void;
}

/**
 * Replays the customer's past in one snapshot, in memory that does not grow with the number of versions. Throws `not_found`, also where
 * there was no such customer within the bounds, and `past_too_long`.
 */
export function replayPast({ database }: Deps, scope: AccountScope, asked: Asked): Promise<Replay & { readonly last: PastState }> {
  return onSnapshot(database, scope, async (tx) => {
    if (!(await findCustomer(tx, asked.customerId))) throw new RegistryError('not_found', 'There is no customer with this id.');
    const replay = await replayAll(tx, asked);
    if (hasArrived(replay)) return replay;
    throw new RegistryError('not_found', 'There was no such customer at that time yet.');
  });
}

function hasArrived(replay: Replay): replay is Replay & { readonly last: PastState } {
  return replay.last !== null;
}

async function replayAll(tx: AccountTx, asked: Asked): Promise<Replay> {
  const ids = [asked.customerId];
  return replayKept(
    { links: await listLinks(tx, ids), revocations: await listRevocations(tx, ids), statements: walkStatements(tx, ids) },
    asked,
  );
}

/** Replays customers, given in the order of their ids, side by side: each as it arrives within the bounds. Throws `past_too_long`. */
export async function* replayMany(
  tx: AccountTx,
  customerIds: readonly string[],
  bounds: Bounds,
): AsyncGenerator<readonly [customerId: string, replay: Replay]> {
  const links = Map.groupBy(await listLinks(tx, customerIds), ({ customerId }) => customerId);
  const revocations = Map.groupBy(await listRevocations(tx, customerIds), ({ customerId }) => customerId);
  const statements = new StatementsByCustomer(walkStatements(tx, customerIds));
  for (const customerId of customerIds) {
    const own = {
      links: links.get(customerId) ?? [],
      revocations: revocations.get(customerId) ?? [],
      statements: statements.of(customerId),
    };
    yield [customerId, await replayKept(own, { customerId, bounds })];
  }
  await statements.end();
}

/** Statements of several customers, one after another, as those of each. */
class StatementsByCustomer {
  readonly #pages: AsyncIterator<KeptStatement[]>;
  #open: readonly KeptStatement[] = [];

  constructor(pages: AsyncGenerator<KeptStatement[]>) {
    this.#pages = pages;
  }

  /** Those of the customer; what is left of earlier ones is passed over. */
  async *of(customerId: string): AsyncGenerator<KeptStatement[]> {
    while (await this.#hasMore()) {
      const own = this.#open.filter((statement) => statement.customerId === customerId);
      this.#open = this.#open.filter((statement) => statement.customerId > customerId);
      if (own.length > 0) yield own;
      if (this.#open.length > 0) return;
    }
  }

  /** Reads to the end, which closes the cursor. */
  async end(): Promise<void> {
    while (await this.#hasMore()) this.#open = [];
  }

  async #hasMore(): Promise<boolean> {
    if (this.#open.length > 0) return true;
    const { value, done } = await this.#pages.next();
    this.#open = done ? [] : value;
    return !done;
  }
}

/** What is kept of one customer's past. */
interface KeptPast {
  readonly links: readonly KeptLink[];
  readonly revocations: readonly KeptRevocation[];
  readonly statements: AsyncIterable<KeptStatement[]>;
}

async function replayKept({ links, revocations, statements }: KeptPast, { bounds, onState }: Asked): Promise<Replay> {
  const revocable = new Set(revocations.map((revocation) => recordKey(recordName(revocation))));
  const isRevocable = (record: RecordName): boolean => revocable.has(recordKey(record));
  const replay = new Replay(bounds, isRevocable);
  const others = commitsOf([...links.flatMap(linkedBy), ...revocations.flatMap(revokedBy)]);
  let held = 0;
  for await (const commit of merged(others, statements)) {
    if (bounds.knownAt !== null && commit.recordedAt > bounds.knownAt) break;
    held += commit.events.filter((event) => event.kind === 'stated' && isRevocable(event.version.record)).length;
    if (held > VERSIONS_MAX) throw tooLong();
    const state = replay.take(commit);
    if (state) onState?.(state);
  }
  return replay;
}

function tooLong(): RegistryError {
  const message = `More than ${VERSIONS_MAX} versions of records of which some were undone are known of this customer by then: ask for an earlier "knownAt".`;
  return new RegistryError('past_too_long', message);
}

function recordName({ source, sourceKey }: { source: string; sourceKey: string }): RecordName {
  return { source, sourceId: sourceKey };
}

type Lasting = readonly [begin: PastEvent, end: PastEvent];

function linkedBy({ made, revoked, ...name }: KeptLink): Known[] {
  return lasting({ made, ended: revoked }, linkEvents(recordName(name)));
}

function revokedBy({ made, restored, no, ...name }: KeptRevocation): Known[] {
  return lasting({ made, ended: restored }, revocationEvents({ record: recordName(name), no }));
}

function linkEvents(record: RecordName): Lasting {
  return [
    { kind: 'linked', record },
    { kind: 'unlinked', record },
  ];
}

function revocationEvents(version: { record: RecordName; no: number }): Lasting {
  return [
    { kind: 'revoked', ...version },
    { kind: 'restored', ...version },
  ];
}

function lasting({ made, ended }: { made: Moment; ended: Moment | null }, [begin, end]: Lasting): Known[] {
  return ended
    ? [
        [made, begin],
        [ended, end],
      ]
    : [[made, begin]];
}

/** An erased version says nothing any more. */
function statedBy({ customerId: _of, made, payload, format, source, sourceKey, ...version }: KeptStatement): Known[] {
  if (payload === null) return [];
  const statement = keptStatement(payload, format as Format);
  const record = { source, sourceId: sourceKey };
  return [[made, { kind: 'stated', version: { ...version, record, statement, receivedAt: made.recordedAt } }]];
}

type Gathered = { commitNo: number; recordedAt: string; events: PastEvent[] };

function commitsOf(known: readonly Known[]): Gathered[] {
  const commits = new Map<number, Gathered>();
  for (const [{ commitNo, recordedAt }, event] of known) {
    const commit = commits.get(commitNo) ?? { commitNo, recordedAt, events: [] };
    commits.set(commitNo, commit);
    commit.events.push(event);
  }
  return [...commits.values()].sort((a, b) => a.commitNo - b.commitNo);
}

/** Commits in their order: what links and revocations make known, with the statements that come along in that order. */
async function* merged(others: readonly Gathered[], pages: AsyncIterable<KeptStatement[]>): AsyncGenerator<PastCommit> {
  let at = 0;
  let open: Gathered | undefined;
  for await (const [{ commitNo, recordedAt }, event] of statedIn(pages)) {
    if (open && open.commitNo !== commitNo) yield open;
    if (open?.commitNo !== commitNo) {
      for (; (others[at]?.commitNo ?? Infinity) < commitNo; at += 1) yield others[at] as Gathered;
      open = { commitNo, recordedAt, events: others[at]?.commitNo === commitNo ? [...(others[at++] as Gathered).events] : [] };
    }
    open.events.push(event);
  }
  if (open) yield open;
  yield* others.slice(at);
}

async function* statedIn(pages: AsyncIterable<KeptStatement[]>): AsyncGenerator<Known> {
  for await (const statements of pages) yield* statements.flatMap(statedBy);
}
