// Law 3: any past state can be read again. What was shown after a commit is what is read as known at its time; what is read as of a time
// is what the versions up to it make; and without bounds the past is the present.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { COBI, openLine, take, takeImported, WASABI } from '../helpers/line.ts';
import { explainCustomer } from '../../src/registry/explain-customer.ts';
import { forEachStore } from '../helpers/stores.ts';
import { readHistory } from '../../src/registry/read-history.ts';
import { readPast } from '../../src/registry/read-past.ts';
import { retelling } from '../helpers/people.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from './seed.ts';
import { undoPage } from '../../src/registry/import-undo.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Bounds } from '../../src/registry/read-past.ts';
import type { Line } from '../helpers/line.ts';
import type { Sent } from '../helpers/people.ts';
import type { UndoTarget } from '../../src/registry/import-undo.ts';

const RUNS = rounds(40, 2_000);
const NO_BOUNDS: Bounds = { asOf: null, knownAt: null };

type Customers = Map<string, string>;

/** The customers as they are shown now, by id. */
async function shown(line: Line, scope: AccountScope): Promise<Customers> {
  const sql = `select customer_id, document, to_char(changed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as changed_at from customer where account_id = $1`;
  const { rows } = await line.database.forAccount(scope, (tx) => tx.query<Record<string, string>>({ sql, params: [tx.accountId] }));
  return new Map(rows.map((row) => [row['customer_id'] as string, `${row['document']?.slice(0, -1)},"changedAt":"${row['changed_at']}"}`]));
}

async function lastCommitAt(line: Line, scope: AccountScope): Promise<string> {
  const sql = `select to_char(recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from account_counter where account_id = $1`;
  const { rows } = await line.database.forAccount(scope, (tx) => tx.query<{ at: string }>({ sql, params: [tx.accountId] }));
  return rows[0]?.at as string;
}

/** A step of an account's life: a batch, as a sender's or an import's, or an earlier step's import undone, or brought back. */
type Step = { readonly batch: readonly Sent[]; readonly isImport: boolean } | { readonly mode: UndoTarget['mode']; readonly of: number };

const life: fc.Arbitrary<Step[]> = retelling.chain(({ batches }) =>
  fc
    .array(
      fc.record({
        isImport: fc.boolean(),
        after: fc.array(fc.record({ mode: fc.constantFrom('undo', 'restore'), of: fc.nat(3) }), { maxLength: 2 }),
      }),
      {
        minLength: batches.length,
        maxLength: batches.length,
      },
    )
    .map((kinds) =>
      batches.flatMap((batch, at): Step[] => [{ batch, isImport: kinds[at]?.isImport ?? false }, ...((kinds[at]?.after ?? []) as Step[])]),
    ),
);

/** Lives it, step by step; `seen` is called after each. */
async function live(line: Line, scope: AccountScope, steps: readonly Step[], seen: () => Promise<void>): Promise<void> {
  const imports: string[] = [];
  for (const step of steps) {
    if ('mode' in step) await turn(line, scope, step.mode, imports[step.of]);
    else if (step.isImport) imports.push(await sendImport(line, scope, step.batch));
    else await send(line, scope, step.batch);
    await seen();
  }
}

async function sendImport(line: Line, scope: AccountScope, batch: readonly Sent[]): Promise<string> {
  const importId = randomUUID();
  for (const feed of [COBI, WASABI]) {
    const texts = batch.filter((sent) => sent.feed === feed).map(({ text }) => text);
    if (texts.length > 0) await takeImported(line, scope, { ...feed, importId }, texts);
  }
  return importId;
}

async function turn(line: Line, scope: AccountScope, mode: UndoTarget['mode'], importId: string | undefined): Promise<void> {
  if (importId !== undefined) for (const feed of [COBI, WASABI]) await undoPage(line, scope, { importId, feed, mode }, '');
}

/** Versions that count, as they were sent, up to a time. */
async function counting(line: Line, scope: AccountScope, asOf: string): Promise<Sent[]> {
  const sql = `select source, payload from version v where account_id = $1 and version_time <= $2::timestamptz and not exists (
    select from version_revocation x where x.account_id = $1 and x.source = v.source and x.source_id = v.source_id and x.version_no = v.version_no
      and x.restored_commit_no is null
  )`;
  const { rows } = await line.database.forAccount(scope, (tx) =>
    tx.query<{ source: string; payload: string }>({ sql, params: [tx.accountId, asOf] }),
  );
  return rows.map(({ source, payload }) => ({ feed: source === 'cobi' ? COBI : WASABI, text: payload }));
}

async function send(line: Line, scope: AccountScope, batch: readonly Sent[]): Promise<void> {
  for (const feed of [COBI, WASABI]) {
    const texts = batch.filter((sent) => sent.feed === feed).map(({ text }) => text);
    if (texts.length > 0) await take(line, scope, feed, texts);
  }
}

/** The customer within the bounds; null where there was none. */
async function read(line: Line, scope: AccountScope, customerId: string, bounds: Bounds): Promise<string | null> {
  const found = await readPast(line, scope, { customerId }, bounds).catch((error: { code: string }) => {
    if (error.code !== 'not_found') throw error;
    return null;
  });
  return found && found.json;
}

function contentOf(json: string | null): Record<string, unknown> | null {
  if (json === null) return null;
  const { version: _version, changedAt: _changedAt, ...content } = JSON.parse(json) as Record<string, unknown>;
  return content;
}

forEachStore('the past', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('as known at a time is what was shown then, and without bounds it is what is shown now', async () => {
    const property = fc.asyncProperty(life, async (steps) => {
      const scope = await line.account();
      const moments: { at: string; customers: Customers }[] = [];
      await live(line, scope, steps, async () => {
        moments.push({ at: await lastCommitAt(line, scope), customers: await shown(line, scope) });
      });
      const last = moments.at(-1)?.customers ?? new Map<string, string>();
      for (const [id, json] of last) {
        expect(await read(line, scope, id, NO_BOUNDS)).toBe(json);
        for (const { at, customers } of moments) {
          expect(await read(line, scope, id, { asOf: null, knownAt: at })).toBe(customers.get(id) ?? null);
        }
      }
    });
    await fc.assert(property, { numRuns: RUNS, ...seedOf('known at') });
  });

  it('as of a time is what the versions up to it make, in whatever order they came', async () => {
    const day = fc.constantFrom('2024-01-01', '2024-01-02', '2024-01-03').map((date) => `${date}T23:00:00.000000Z`);
    const property = fc.asyncProperty(life, day, async (steps, asOf) => {
      const [whole, early] = [await line.account(), await line.account()];
      await live(line, whole, steps, async () => undefined);
      await send(line, early, await counting(line, whole, asOf));
      const expected = await shown(line, early);
      for (const id of (await shown(line, whole)).keys()) {
        const past = contentOf(await read(line, whole, id, { asOf, knownAt: null }));
        // Of whom all that was said by then is taken back is removed where others were never heard of.
        expect(past?.['status'] === 'removed' ? null : past).toEqual(contentOf(expected.get(id) ?? null));
      }
    });
    await fc.assert(property, { numRuns: RUNS, ...seedOf('as of') });
  });

  it('is told change by change, undone imports included, each from what the one before left, and every shown value is explained', async () => {
    const property = fc.asyncProperty(life, async (steps) => {
      const scope = await line.account();
      await live(line, scope, steps, async () => undefined);
      for (const [id, json] of await shown(line, scope)) {
        const customer = JSON.parse(json) as Record<string, unknown>;
        const history = (
          await readHistory(line, scope, { customerId: id, bounds: NO_BOUNDS, before: Infinity, limit: 1_000 })
        ).toReversed();
        expect(history.map(({ version }) => version)).toEqual(history.map((_, at) => at + 1));
        expect(history.length).toBe(customer['version']);
        expectChained(history);
        for (const { pointer, to } of history
          .flatMap(({ values }) => values)
          .toReversed()
          .filter(isFirstOf()))
          expect(valueAt(customer, pointer)).toEqual(to);
        await expectExplained(line, scope, { id, customer });
      }
    });
    await fc.assert(property, { numRuns: RUNS, ...seedOf('history') });
  });
});

type Values = { readonly pointer: string; readonly from: unknown; readonly to: unknown };

function expectChained(history: readonly { readonly values: readonly Values[] }[]): void {
  const held = new Map<string, unknown>();
  for (const { pointer, from, to } of history.flatMap(({ values }) => values)) {
    if (held.has(pointer)) expect(from).toEqual(held.get(pointer));
    held.set(pointer, to);
  }
}

/** True for the first entry of each pointer. */
function isFirstOf(): (value: Values) => boolean {
  const seen = new Set<string>();
  return ({ pointer }) => !seen.has(pointer) && seen.add(pointer) !== undefined;
}

/** What an RFC 6901 pointer points at. */
function valueAt(customer: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((value, member) => (value as Record<string, unknown>)[member], customer);
}

async function expectExplained(
  line: Line,
  scope: AccountScope,
  { id, customer }: { id: string; customer: Record<string, unknown> },
): Promise<void> {
  const { values, conflicts, version } = await explainCustomer(line, scope, id, NO_BOUNDS);
  expect({ conflicts, version }).toEqual({ conflicts: customer['conflicts'], version: customer['version'] });
  for (const { pointer, value } of values) expect({ pointer, value: valueAt(customer, pointer) }).toEqual({ pointer, value });
  const explained = new Set(values.filter(({ from }) => from !== null).map(({ pointer }) => pointer));
  for (const pointer of [
    '/status',
    '/birthDate',
    '/gender',
    '/country',
    '/education/instituteId',
    '/createdAt',
    '/updatedAt',
    '/addresses/0',
    '/dependents/0',
    '/externalIdentifiers/0',
  ]) {
    const value = pointer.endsWith('/0') ? (customer[pointer.split('/')[1] as string] as unknown[])[0] : valueAt(customer, pointer);
    // Nobody states that a customer is removed.
    const isStated = value !== null && value !== undefined && value !== 'removed';
    expect({ pointer, isExplained: explained.has(pointer) }).toEqual({ pointer, isExplained: isStated });
  }
}
