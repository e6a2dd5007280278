// Law 3: any past state can be read again. What was shown after a commit is what is read as known at its time; what is read as of a time
// is what the versions up to it make; and without bounds the past is the present.

import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { explainCustomer } from '../../src/registry/explain-customer.ts';
import { forEachStore } from '../helpers/stores.ts';
import { parse } from '../../src/formats/index.ts';
import { readHistory } from '../../src/registry/read-history.ts';
import { readPast } from '../../src/registry/read-past.ts';
import { retelling } from '../helpers/people.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from './seed.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Bounds } from '../../src/registry/read-past.ts';
import type { Line } from '../helpers/line.ts';
import type { Sent } from '../helpers/people.ts';

const RUNS = rounds(40, 2_000);
const NO_BOUNDS: Bounds = { asOf: null, knownAt: null };
const FAR = '9000-01-01T00:00:00.000000Z';

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

function contentOf(json: string | null): object | null {
  if (json === null) return null;
  const { version: _version, changedAt: _changedAt, ...content } = JSON.parse(json) as Record<string, unknown>;
  return content;
}

function versionTimeOf({ feed, text }: Sent): string {
  return parse(text, { format: feed.format, now: FAR }).record?.versionTime ?? FAR;
}

forEachStore('the past', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('as known at a time is what was shown then, and without bounds it is what is shown now', async () => {
    const property = fc.asyncProperty(retelling, async ({ batches }) => {
      const scope = await line.account();
      const moments: { at: string; customers: Customers }[] = [];
      for (const batch of batches) {
        await send(line, scope, batch);
        moments.push({ at: await lastCommitAt(line, scope), customers: await shown(line, scope) });
      }
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
    const property = fc.asyncProperty(retelling, day, async ({ records, batches }, asOf) => {
      const [whole, early] = [await line.account(), await line.account()];
      for (const batch of batches) await send(line, whole, batch);
      await send(
        line,
        early,
        records.filter((sent) => versionTimeOf(sent) <= asOf),
      );
      const expected = await shown(line, early);
      for (const id of (await shown(line, whole)).keys()) {
        expect(contentOf(await read(line, whole, id, { asOf, knownAt: null }))).toEqual(contentOf(expected.get(id) ?? null));
      }
    });
    await fc.assert(property, { numRuns: RUNS, ...seedOf('as of') });
  });

  it('is told change by change, each from what the one before left, and every shown value is explained', async () => {
    const property = fc.asyncProperty(retelling, async ({ batches }) => {
      const scope = await line.account();
      for (const batch of batches) await send(line, scope, batch);
      for (const [id, json] of await shown(line, scope)) {
        const customer = JSON.parse(json) as Record<string, unknown>;
        const history = (await readHistory(line, scope, id, NO_BOUNDS)).toReversed();
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
    expect({ pointer, isExplained: explained.has(pointer) }).toEqual({ pointer, isExplained: value !== null && value !== undefined });
  }
}
