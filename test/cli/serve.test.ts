// `clientele serve` where it cannot: it says why, and ends.

import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { clientele, freshFolder } from './clientele.ts';
import type { AddressInfo } from 'node:net';

it('serve ends at once on a port that somebody has, and says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { status, stderr } = await clientele(['serve', '--port', String(port), '--data-dir', freshFolder()]);
  expect([status, stderr]).toEqual([2, expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`)]);
});
