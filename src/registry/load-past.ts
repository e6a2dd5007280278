// Everything a customer's past is replayed from, as the commits that made it known, read in one snapshot.

import { findCustomer } from '../storage/customers.ts';
import { listLinks, listRevocations, listStatements } from '../storage/customer-past.ts';
import { onSnapshot } from '../storage/verify.ts';
import { readKept, statementOf } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Deps } from './save-records.ts';
import type { Format } from '../formats/record.ts';
import type { KeptStatement, Moment } from '../storage/customer-past.ts';
import type { PastCommit, PastEvent } from '../core/replay.ts';

/** Versions of one customer's records that are replayed in one request. */
const VERSIONS_MAX = 10_000;

type Known = readonly [Moment, PastEvent];

/** The commits that made anything known of the customer, in their order. Throws `not_found` and `past_too_long`. */
export function loadPast({ database }: Deps, scope: AccountScope, customerId: string): Promise<PastCommit[]> {
  return onSnapshot(database, scope, async (tx) => {
    if (!(await findCustomer(tx, customerId))) throw new RegistryError('not_found', 'There is no customer with this id.');
    return commitsOf(await knownOf(tx, customerId));
  });
}

async function knownOf(tx: AccountTx, customerId: string): Promise<Known[]> {
  const links = await listLinks(tx, customerId);
  const statements = await listStatements(tx, customerId, VERSIONS_MAX + 1);
  const revocations = await listRevocations(tx, customerId);
  if (statements.length > VERSIONS_MAX)
    throw new RegistryError('past_too_long', `More than ${VERSIONS_MAX} versions are known of this customer: read its records one by one.`);
  return [
    ...links.flatMap(({ made, revoked, ...name }) => lasting({ made, ended: revoked }, linkEvents(recordName(name)))),
    ...statements.flatMap(statedBy),
    ...revocations.flatMap(({ made, restored, no, ...name }) =>
      lasting({ made, ended: restored }, revocationEvents({ record: recordName(name), no })),
    ),
  ];
}

function recordName({ source, sourceKey }: { source: string; sourceKey: string }): { source: string; sourceId: string } {
  return { source, sourceId: sourceKey };
}

type Lasting = readonly [begin: PastEvent, end: PastEvent];

function linkEvents(record: { source: string; sourceId: string }): Lasting {
  return [
    { kind: 'linked', record },
    { kind: 'unlinked', record },
  ];
}

function revocationEvents(version: { record: { source: string; sourceId: string }; no: number }): Lasting {
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
function statedBy({ made, payload, format, source, sourceKey, ...version }: KeptStatement): Known[] {
  if (payload === null) return [];
  const statement = statementOf(readKept(payload, format as Format));
  const record = { source, sourceId: sourceKey };
  return [[made, { kind: 'stated', version: { ...version, record, statement, receivedAt: made.recordedAt } }]];
}

function commitsOf(known: readonly Known[]): PastCommit[] {
  const commits = new Map<number, { commitNo: number; recordedAt: string; events: PastEvent[] }>();
  for (const [{ commitNo, recordedAt }, event] of known) {
    const commit = commits.get(commitNo) ?? { commitNo, recordedAt, events: [] };
    commits.set(commitNo, commit);
    commit.events.push(event);
  }
  return [...commits.values()].sort((a, b) => a.commitNo - b.commitNo);
}
