// A process that opens a store and inserts numbered rows until it is killed; it prints each number once its commit was answered:
// node row-writer.ts DATA_DIR

import { writeSync } from 'node:fs';
import { openEmbedded } from '../../../src/storage/embedded/open.ts';

const [dataDir = ''] = process.argv.slice(2);
const STDOUT = 1;
const engine = await openEmbedded({ dataDir });
await engine.withSession((session) => session.execute('create table if not exists entry (id int primary key, filling text)'));
const sql = 'insert into entry select coalesce(max(id), 0) + 1, $1 from entry returning id';
for (;;) {
  const { rows } = await engine.withSession((session) => session.query({ sql, params: ['x'.repeat(700)], name: 'insert_entry' }));
  // At once: what is said to be acknowledged must have left this process before it can be killed.
  writeSync(STDOUT, `entry ${rows[0]?.['id']}\n`);
}
