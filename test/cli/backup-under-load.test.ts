// A backup taken while batches come in is one moment of the store: restored, everything in it adds up.

import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { backupWhileServing, restoreStore } from '../../src/registry/backup-store.ts';
import { forEachStore } from '../helpers/stores.ts';
import { generateSample } from '../../src/cli/sample.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

const BATCHES = 30;
const BATCH_RECORDS = 100;

async function opened(settings: StoreSettings): Promise<Database> {
  const database = await openDatabase(settings);
  onTestFinished(() => database.close());
  return database;
}

forEachStore('a backup under load', (store) => {
  test('restores to a store that verifies, with what was committed before it began', async () => {
    const line = await openLine(await store.fresh());
    onTestFinished(() => line.close());
    const scope = await line.account();
    const texts = [...generateSample({ format: 'wasabi', count: BATCHES * BATCH_RECORDS, seed: 7, updates: 0.2, duplicates: 0.1 })];
    const batches = Array.from({ length: BATCHES }, (_, at) => texts.slice(at * BATCH_RECORDS, (at + 1) * BATCH_RECORDS));
    const chunks: Buffer[] = [];
    const file = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    await take(line, scope, WASABI, batches[0] as string[]);
    const load = Promise.all(batches.slice(1).map((batch) => take(line, scope, WASABI, batch)));
    await Promise.all([backupWhileServing({ database: line.database }, file), load]);

    const restored = await opened(await store.fresh());
    const bytes = Buffer.concat(chunks);
    async function* whole(): AsyncGenerator<Buffer> {
      yield bytes;
    }
    await restoreStore({ database: restored }, whole());
    const verified = await verifyStore(restored, () => undefined);
    expect(verified.differences).toBe(0);
    expect(verified.records).toBeGreaterThan(0);
    expect(verified.records).toBeLessThanOrEqual((await verifyStore(line.database, () => undefined)).records);
  });
});
