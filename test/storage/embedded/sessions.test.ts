// Sessions of the embedded engine: one at a time, in the order they were asked for, and none leaves a transaction behind.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbedded } from '../../../src/storage/embedded/open.ts';
import { freshDataDir } from './data-dir.ts';
import type { EmbeddedEngine } from '../../../src/storage/embedded/open.ts';
import type { Session } from '../../../src/storage/engine.ts';

let engine: EmbeddedEngine;

beforeAll(async () => {
  engine = await openEmbedded({ dataDir: freshDataDir() });
  await engine.withSession((session) => session.execute('create table note (id int primary key)'));
});
afterAll(() => engine.close());

const insert = (session: Session, id: number): Promise<unknown> => session.query({ sql: 'insert into note values ($1)', params: [id] });
const count = async (): Promise<string | null | undefined> =>
  engine.withSession(async (session) => (await session.query({ sql: 'select count(*) as count from note' })).rows[0]?.['count']);

describe('turns', () => {
  it('lets a query wait until the session before it is over, rather than read what may be rolled back', async () => {
    const held = engine.withSession(async (session) => {
      await session.execute('begin');
      await insert(session, 1);
      await sleep(50);
      await session.execute('rollback');
    });
    const seen = await count();
    await held;
    expect(seen).toBe('0');
  });

  it('serves in the order of asking', async () => {
    const served: number[] = [];
    const turns = Array.from({ length: 20 }, (_, index) =>
      engine.withSession(async (session) => {
        await session.query({ sql: 'select pg_sleep($1)', params: [index % 3 === 0 ? 0.002 : 0] });
        served.push(index);
      }),
    );
    await Promise.all(turns);
    expect(served).toEqual(served.toSorted((a, b) => a - b));
  });

  it('runs statements that are not awaited one by one in the order they were sent', async () => {
    await engine.withSession(async (session) => {
      const flight = [session.execute('begin'), insert(session, 2), insert(session, 3), session.execute('rollback')];
      await Promise.all(flight);
    });
    expect(await count()).toBe('0');
  });
});

describe('the end of a session', () => {
  it('rolls back what a throw left open, and throws that very error', async () => {
    const fault = new Error('something else went wrong');
    const failing = engine.withSession(async (session) => {
      await session.execute('begin');
      await insert(session, 4);
      throw fault;
    });
    await expect(failing).rejects.toBe(fault);
    expect(await count()).toBe('0');
  });

  it('rolls back statements that were still under way when their caller gave up', async () => {
    const failing = engine.withSession(async (session) => {
      void session.execute('begin');
      void insert(session, 5);
      throw new Error('gave up');
    });
    await expect(failing).rejects.toThrow('gave up');
    expect(await count()).toBe('0');
  });

  it('refuses to end well with a transaction open', async () => {
    await expect(engine.withSession((session) => session.execute('begin'))).rejects.toThrow('transaction open');
  });

  it('ends the session: a statement sent later is refused', async () => {
    const kept = await engine.withSession(async (session) => session);
    await expect(kept.query({ sql: 'select 1' })).rejects.toThrow('this session is over');
  });
});

describe('closing', () => {
  it('lets the sessions before it finish, and refuses those after', async () => {
    const other = await openEmbedded({ dataDir: freshDataDir() });
    const before = other.withSession((session) => session.query({ sql: 'select 1 as one' }));
    const closed = other.close();
    const after = other.withSession((session) => session.query({ sql: 'select 1 as one' }));
    await expect(after).rejects.toMatchObject({ name: 'DatabaseError', code: 'CLOSED' });
    expect((await before).rows).toEqual([{ one: '1' }]);
    await closed;
    await expect(other.close()).resolves.toBeUndefined();
  });
});
