// A backup brings back every row, from and into either kind of store; what is cut, altered or foreign is refused and leaves nothing.

import { gunzipSync, gzipSync } from 'node:zlib';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { addAccounts } from '../helpers/accounts.ts';
import { backupStore, restoreStore } from '../../src/registry/backup-store.ts';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { PLATFORM_TABLES, TENANT_TABLES } from '../../src/storage/schema.ts';
import { startRegistryHere, stopAfterTest } from '../helpers/registry.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';
import type { TestStore } from '../helpers/stores.ts';

/** A store's text, with values that are easily bent: quotes, line ends, letters beyond ASCII, an infinite time, empty arrays. */
async function storeWithPeople(store: TestStore): Promise<StoreSettings> {
  const settings = await store.fresh();
  const line = await openLine(settings);
  const scope = await line.account();
  const names = ['"Ж"\n\t\\', '{}', '', 'null'].map((gender, at) => JSON.stringify(cobi(at, { gender })));
  await take(line, scope, COBI, names);
  await take(
    line,
    scope,
    WASABI,
    [wasabi(uuid(1), { smsOptIn: false }), wasabi('bad', { addresses: null })].map((event) => JSON.stringify(event)),
  );
  await line.close();
  await addAccounts(settings, ['a-second-account-that-has-nothing-000']);
  return settings;
}

async function opened(settings: StoreSettings): Promise<Database> {
  const database = await openDatabase(settings);
  onTestFinished(() => database.close());
  return database;
}

async function bytesOf(database: Database): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await backupStore({ database }, target);
  return Buffer.concat(chunks);
}

async function* chunked(bytes: Buffer, size = 1_000): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** The rows of a backup in an order of their own: where in its table a row lies is nobody's promise. */
function linesOf(bytes: Buffer): string[] {
  return gunzipSync(bytes).toString().split('\n').slice(0, -2).sort();
}

async function accountsIn(database: Database): Promise<number> {
  return (await database.onPlatform((tx) => tx.query({ sql: 'select 1 from account' }))).rowCount;
}

/** Files that are no whole backup of this version. */
function damagedFrom(bytes: Buffer): Buffer[] {
  const lines = gunzipSync(bytes).toString();
  return [
    bytes.subarray(0, bytes.length - 20),
    bytes.subarray(0, 300),
    Buffer.alloc(0),
    Buffer.from('no backup'),
    gzipSync('{"something":"else"}\n'),
    gzipSync(lines.slice(0, lines.lastIndexOf('{"sha256"'))),
    gzipSync(lines.replace('"wasabi"', '"Wasabi"')),
    gzipSync(lines.replace('"form":1', '"form":2')),
    gzipSync(lines.replace('"0001-registry"', '"0001-registry","9999-later"')),
    gzipSync(lines.replace('"0001-registry",', '')),
    gzipSync(lines.replace('"username_key"', '"no_such_column"')),
  ];
}

forEachStore('a backup', (store) => {
  let people: Database;
  let bytes: Buffer;
  beforeAll(async () => {
    people = await openDatabase(await storeWithPeople(store));
    bytes = await bytesOf(people);
  });
  afterAll(() => people.close());

  forEachStore('restored into an empty store', (other) => {
    test('holds every row of every table, and verifies', async () => {
      const after = await opened(await other.fresh());
      await restoreStore({ database: after }, chunked(bytes));
      expect(linesOf(await bytesOf(after))).toEqual(linesOf(bytes));
      const verified = await verifyStore(after, () => undefined);
      expect(verified).toMatchObject({ accounts: 2, customers: 4, records: 5, differences: 0 });
    });
  });

  test('knows every table of the store', async () => {
    const sql = `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname collate "C"`;
    const { rows } = await people.onPlatform((tx) => tx.query<{ relname: string }>({ sql }));
    const known = [...PLATFORM_TABLES, ...TENANT_TABLES, 'migration'];
    expect(rows.map(({ relname }) => relname)).toEqual(known.toSorted());
  });

  test('is refused by a store that has accounts', async () => {
    await expect(restoreStore({ database: people }, chunked(bytes))).rejects.toMatchObject({ code: 'store_invalid' });
  });

  test('that was cut, altered or is none is refused, and the store stays empty', async () => {
    const database = await opened(await store.fresh());
    for (const file of damagedFrom(bytes)) {
      await expect(restoreStore({ database }, chunked(file))).rejects.toMatchObject({ code: 'store_invalid' });
    }
    expect(await accountsIn(database)).toBe(0);
  });

  test('is written by a running server, which goes on, for the operator alone', async () => {
    const settings = await store.fresh();
    const registry = stopAfterTest(await startRegistryHere(settings, { keys: ['another-account-of-this-store-0000000'] }));
    await registry.api.post('/wasabi/events', wasabi('shop-1'));
    const answer = await fetch(`${registry.api.url}/v1/backup`, { method: 'POST', headers: { authorization: `Bearer ${registry.key}` } });
    expect(answer.headers.get('content-type')).toBe('application/gzip');
    expect((await registry.api.post('/wasabi/events', wasabi('shop-2'))).status).toBe(200);
    expect(linesOf(Buffer.from(await answer.arrayBuffer())).join('\n')).toContain('shop-1');
    expect((await registry.api.withKey('another-account-of-this-store-0000000').post('/v1/backup', '')).status).toBe(403);
    expect((await registry.api.withKey(null).post('/v1/backup', '')).status).toBe(401);
  });
});
