// The past of a customer of whom more is known than would be held at once.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { openLine, takeImported, WASABI } from '../helpers/line.ts';
import { readHistory } from '../../src/registry/read-history.ts';
import { readPast } from '../../src/registry/read-past.ts';
import { undoPage } from '../../src/registry/import-undo.ts';
import { wasabi } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

const VERSIONS = 10_500;
const BATCH = 500;
const START_MS = Date.parse('2024-01-01T00:00:00Z');
const importId = randomUUID();
const timeOf = (version: number): string => new Date(START_MS + version * 1_000).toISOString();
const dayOf = (version: number): string => new Date(Date.UTC(1980, 0, version % 3_000)).toISOString().slice(0, 10);

forEachStore('a long past', (store) => {
  let line: Line;
  let scope: AccountScope;
  let customerId: string;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
    for (let from = 1; from <= VERSIONS; from += BATCH) {
      const numbers = Array.from({ length: BATCH }, (_, at) => from + at);
      const texts = numbers.map((number) => JSON.stringify(wasabi('w-1', { updatedAt: timeOf(number), dateOfBirth: dayOf(number) })));
      await takeImported(line, scope, { ...WASABI, importId }, texts);
    }
    customerId = (await readPast(line, scope, { source: 'wasabi', id: 'w-1' }, { asOf: null, knownAt: null })).customerId;
  });
  afterAll(() => line.close());

  const read = async (bounds: { asOf?: string; knownAt?: string }): Promise<{ birthDate: string; changedAt: string }> => {
    const { json } = await readPast(line, scope, { customerId }, { asOf: null, knownAt: null, ...bounds });
    return JSON.parse(json) as { birthDate: string; changedAt: string };
  };

  it('is replayed from its beginning, however long it is', async () => {
    expect(await read({ asOf: timeOf(7_000).replace('Z', '000Z') })).toMatchObject({ birthDate: dayOf(7_000) });
    const history = await readHistory(line, scope, { customerId, bounds: { asOf: null, knownAt: null }, before: Infinity, limit: 2 });
    expect(history.map(({ trueAt }) => trueAt)).toEqual(
      [timeOf(VERSIONS), timeOf(VERSIONS - BATCH)].map((time) => time.replace('Z', '000Z')),
    );
  });

  it('is refused where very much of it was undone, and says which part can be read', async () => {
    const { changedAt } = await read({ asOf: timeOf(5_000).replace('Z', '000Z') });
    await undoPage(line, scope, { importId, feed: WASABI, mode: 'undo' }, '');
    await expect(read({})).rejects.toMatchObject({ code: 'past_too_long', message: expect.stringContaining('"knownAt"') as string });
    expect(await read({ knownAt: changedAt })).toMatchObject({ birthDate: dayOf(5_000) });
  });
});
