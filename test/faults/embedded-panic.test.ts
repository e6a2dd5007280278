// The embedded PostgreSQL loses its disk, and panics: nobody waits for ever, nothing is answered any more, and what was
// acknowledged is there when the disk is back.

import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEmbedded } from '../../src/storage/embedded/open.ts';
import { freshDataDir } from '../storage/embedded/data-dir.ts';

it('rejects every call under way and after, and keeps what it acknowledged', async () => {
  const dataDir = freshDataDir();
  const wal = join(dataDir, 'database', 'pg_wal');
  const away = join(dataDir, 'away');
  const engine = await openEmbedded({ dataDir });
  await engine.withSession((session) => session.execute('create table entry (id int); insert into entry values (1)'));

  renameSync(wal, away);
  const closed = { name: 'DatabaseError', code: 'CLOSED', message: expect.stringContaining('PANIC') as string };
  const underWay = engine.withSession((session) =>
    Promise.allSettled([
      // A new WAL segment is needed for the insert, and has nowhere to go.
      session.execute('select pg_switch_wal()'),
      session.execute('insert into entry values (2)'),
      session.query({ sql: 'select 1' }),
    ]),
  );
  const waiting = engine.withSession((session) => session.query({ sql: 'select 1' }));
  const [, ...unanswered] = await underWay;
  expect(unanswered).toEqual([
    { status: 'rejected', reason: expect.objectContaining(closed) as object },
    { status: 'rejected', reason: expect.objectContaining(closed) as object },
  ]);
  await expect(waiting).rejects.toMatchObject(closed);
  await expect(engine.withSession((session) => session.execute('select 1'))).rejects.toMatchObject(closed);
  await engine.close();

  renameSync(away, wal);
  const again = await openEmbedded({ dataDir });
  const { rows } = await again.withSession((session) => session.query({ sql: 'select id from entry' }));
  await again.close();
  expect(rows).toEqual([{ id: '1' }]);
});
