// `clientele serve` where it cannot: it says why, and ends.

import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { clienteleProcess } from './clientele.ts';
import { freshEmbedded } from '../helpers/stores.ts';
import type { AddressInfo } from 'node:net';

it('serve ends at once on a port that somebody has, and says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { dataDir } = await freshEmbedded();
  const { status, stderr } = await clienteleProcess(['serve', '--port', String(port), '--data-dir', dataDir]);
  expect([status, stderr]).toEqual([2, expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`)]);
});
