// A fault at every single call that saving records makes to the database: all or nothing, and the next request works.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOn, openDatabase } from '../../src/storage/database.ts';
import { APPLICATION_ROLE } from '../../src/storage/migrations/0002-walls.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { COBI, holdingsOf, lineOn, take, WASABI } from '../helpers/line.ts';
import { faultyEngine } from './faulty-engine.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openEmbedded } from '../../src/storage/embedded/open.ts';
import { openPostgresql } from '../../src/storage/postgresql/open.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Engine } from '../../src/storage/engine.ts';
import type { FaultyEngine } from './faulty-engine.ts';
import type { Line } from '../helpers/line.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

/** Every kind of statement: new, updated, unchanged, late and rejected records, of people known and unknown. */
const BEFORE = [cobi(1), cobi(2), cobi(4)].map((record) => JSON.stringify(record));
const EVENTS = [
  wasabi(uuid(1)),
  wasabi(uuid(3)),
  wasabi(uuid(3), { updatedAt: '2023-06-01T00:00:00Z', smsOptIn: true }),
  { eventType: 'ORDER' },
].map((record) => JSON.stringify(record));
const CUSTOMERS = [
  cobi(1, { gender: 'NEW', updated: '2024-02-01T00:00:00Z' }),
  cobi(2),
  cobi(4, { gender: 'OLD', updated: '2023-02-01T00:00:00Z' }),
  cobi(5, { institute_id: uuid(9) }),
  {},
].map((record) => JSON.stringify(record));

function engineOn(settings: StoreSettings): Engine | Promise<Engine> {
  if ('dataDir' in settings) return openEmbedded({ dataDir: settings.dataDir, sync: false });
  return openPostgresql({ url: settings.databaseUrl, role: APPLICATION_ROLE, connectionsMax: 4 });
}

forEachStore('a fault at any call to the database', (store) => {
  let engine: FaultyEngine;
  let line: Line;
  beforeAll(async () => {
    const settings = await store.fresh();
    await (await openDatabase(settings)).close();
    engine = faultyEngine(await engineOn(settings));
    line = lineOn(databaseOn(engine, store.kind === 'postgresql'));
  });
  afterAll(() => line.close());

  const saves = [
    ['Wasabi events', WASABI, EVENTS],
    ['Cobi customers', COBI, CUSTOMERS],
  ] as const;

  async function prepared(): Promise<AccountScope> {
    engine.arm(null);
    const scope = await line.account();
    await take(line, scope, COBI, BEFORE);
    return scope;
  }

  describe.each(saves)('while %s are saved', (_name, feed, texts) => {
    async function expectAllOrNothing(fault: { at: number; when: 'before' | 'after'; code: string }, whole: object): Promise<boolean> {
      const scope = await prepared();
      const nothing = await holdingsOf(line, scope);
      engine.arm(fault);
      const isKept = await take(line, scope, feed, texts).then(
        () => true,
        () => false,
      );
      engine.arm(null);
      expect(await holdingsOf(line, scope), `${fault.code} ${fault.when} call ${fault.at}`).toEqual(isKept ? whole : nothing);
      await take(line, scope, feed, texts);
      expect(await holdingsOf(line, scope)).toEqual(whole);
      return isKept;
    }

    async function cleanRun(): Promise<{ calls: number; whole: object }> {
      const scope = await prepared();
      engine.arm(null);
      await take(line, scope, feed, texts);
      return { calls: engine.calls, whole: await holdingsOf(line, scope) };
    }

    it('a connection that dies keeps all or nothing, and all where only the last answer was lost', async () => {
      const { calls, whole } = await cleanRun();
      expect(calls).toBeGreaterThan(8);
      for (let at = 1; at <= calls; at += 1) {
        await expectAllOrNothing({ at, when: 'before', code: 'CLOSED' }, whole);
        const isKept = await expectAllOrNothing({ at, when: 'after', code: 'CLOSED' }, whole);
        if (at === calls) expect(isKept).toBe(true);
      }
    });

    it('a conflict is tried again until all is kept', async () => {
      const { calls, whole } = await cleanRun();
      for (let at = calls; at > calls - 6; at -= 1) {
        expect(await expectAllOrNothing({ at, when: 'before', code: '40001' }, whole)).toBe(true);
      }
    });

    it('a fault of any other kind keeps nothing', async () => {
      const { calls, whole } = await cleanRun();
      for (let at = 1; at <= calls; at += 1) expect(await expectAllOrNothing({ at, when: 'before', code: '53100' }, whole)).toBe(false);
    });
  });
});
