// A connection that PostgreSQL ends in the same packet that says it stands: before anybody who asked for it could listen for faults.

import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { onPostgresql } from '../../helpers/stores.ts';
import { openPostgresql } from '../../../src/storage/postgresql/open.ts';
import type { AddressInfo } from 'node:net';

/** The end of a start: `ReadyForQuery`, idle. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** The server's last word to a connection that an operator ended. */
function terminated(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}

/** A wire to the database that ends the first `count` connections in the packet that says they stand. */
async function startEndingWire(databaseUrl: string, count: number): Promise<string> {
  const target = new URL(databaseUrl);
  let ended = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [[near, far] as const, [far, near] as const])
      socket.on('error', () => undefined).on('close', () => other.destroy());
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      if (ended === count || !chunk.subarray(-READY.length).equals(READY)) {
        near.write(chunk);
      } else {
        ended += 1;
        near.end(Buffer.concat([chunk, terminated()]));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return url.href;
}

onPostgresql('a connection that ends as it begins', (store) => {
  it('is a fault of whoever asked for it and of nobody else, and the next one is used', async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('this is for PostgreSQL');
    const engine = openPostgresql({ url: await startEndingWire(settings.databaseUrl, 3), role: null, connectionsMax: 1 });
    onTestFinished(() => engine.close());
    const one = () => engine.withSession((session) => session.query({ sql: 'select 1 as one' }));
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(one()).rejects.toMatchObject({ code: 'CLOSED' });
    expect((await one()).rows).toEqual([{ one: '1' }]);
  });
});
