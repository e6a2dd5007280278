// Backups of the embedded store: consistent while it serves, whole or refused when they are put back.

import { readdirSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreEmbedded } from '../../../src/storage/embedded/backup.ts';
import { openEmbedded } from '../../../src/storage/embedded/open.ts';
import { freshDataDir } from './data-dir.ts';
import type { EmbeddedEngine } from '../../../src/storage/embedded/open.ts';

const dataDir = freshDataDir();
let engine: EmbeddedEngine;
let archive: Buffer;

async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

async function rowsOf({ withSession }: Pick<EmbeddedEngine, 'withSession'>): Promise<unknown> {
  return withSession(
    async (session) => (await session.query({ sql: 'select count(*) as count, max(length(text)) as longest from entry' })).rows,
  );
}

beforeAll(async () => {
  engine = await openEmbedded({ dataDir });
  await engine.withSession((session) =>
    session.execute('create table entry as select id, repeat(md5(id::text), 30) as text from generate_series(1, 5000) as id'),
  );
  const chunks = await engine.dumpDataDir();
  await engine.withSession((session) => session.execute('delete from entry'));
  archive = await buffer(chunks);
});
afterAll(() => engine.close());

describe('a backup', () => {
  it('holds the store of the moment it was asked for, whatever is written while it is read', async () => {
    const target = freshDataDir();
    await restoreEmbedded({ dataDir: target }, chunksOf(archive, 100_000));
    const restored = await openEmbedded({ dataDir: target });
    const rows = await rowsOf({ withSession: (use) => restored.withSession(use) });
    await restored.close();
    expect(rows).toEqual([{ count: '5000', longest: '960' }]);
    expect(await rowsOf({ withSession: (use) => engine.withSession(use) })).toEqual([{ count: '0', longest: null }]);
  });

  it('leaves nothing behind once it was read', () => {
    expect(readdirSync(dataDir).toSorted()).toEqual(['database', 'store.lock']);
  });
});

describe('restoring', () => {
  it('refuses a directory that holds a store', async () => {
    await engine.close();
    const refused = restoreEmbedded({ dataDir }, chunksOf(archive, 100_000));
    await expect(refused).rejects.toMatchObject({ name: 'RegistryError', code: 'store_invalid' });
  });

  it.each([
    ['cut short', (): Buffer => archive.subarray(0, archive.length / 2)],
    ['without its end', (): Buffer => archive.subarray(0, -1024)],
    ['not an archive', (): Buffer => Buffer.alloc(4096, 'x')],
    ['damaged in a name', (): Buffer => Buffer.concat([Buffer.from('../'), archive.subarray(3)])],
  ])('refuses an archive that is %s, and leaves no store', async (_fault, damaged) => {
    const target = freshDataDir();
    const refused = restoreEmbedded({ dataDir: target }, chunksOf(damaged(), 70_001));
    await expect(refused).rejects.toMatchObject({ name: 'RegistryError', code: 'store_invalid' });
    expect(readdirSync(target)).toEqual([]);
  });
});
