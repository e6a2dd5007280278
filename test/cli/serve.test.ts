// `clientele serve` where it cannot: it says why, and ends.

import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { clienteleProcess } from './clientele.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import type { AddressInfo } from 'node:net';

it('serve ends at once on a port that somebody has, says so, and leaves nothing behind', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const dataDir = join(tmpdir(), `clientele-none-${process.pid}`);
  const { status, stdout, stderr } = await clienteleProcess(['serve', '--port', String(port), '--data-dir', dataDir]);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`)]);
  expect(existsSync(dataDir), 'no store was made').toBe(false);
});

it('serve refuses a key of its operator that no request could be made with, and takes another then', async () => {
  const dataDir = join(tmpdir(), `clientele-keyless-${process.pid}`);
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const args = ['serve', '--port', '0', '--data-dir', dataDir];
  const key = 'clk_0123456789012345678901234567890123456789';
  const { status, stderr } = await clienteleProcess(args, { CLIENTELE_OPERATOR_KEY: key });
  expect([status, stderr]).toEqual([2, expect.stringContaining('it was cut or mistyped')]);
  expect(stderr).not.toContain(key);
  const registry = await startChildRegistry({ dataDir, isSynced: false }, operatorKey());
  expect((await registry.api.get('/v1/customers')).status).toBe(200);
  await registry.stop();
});
