// A body that its answer did not wait for: the connection lives on, because the next request comes over it.

import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Agent } from 'undici';
import { expect, it } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere, stopAfterTest } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';

/** Longer than what is unread is waited for. */
const WATCHED_MS = 5_500;
const CONNECTIONS = 16;

forEachStore('a body that breaks off', (store) => {
  it('is no fault of the registry', async () => {
    const registry = stopAfterTest(await startRegistryHere(await store.fresh()));
    for (const path of ['/wasabi/events', '/v1/records']) {
      const { hostname, port } = new URL(registry.api.url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      const head = `POST ${path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${registry.key}\r\nIdempotency-Key: ${path.length}\r\nContent-Length: 1000`;
      socket.write(`${head}\r\n\r\n{"eventType":`);
      await setTimeout(100);
      socket.resetAndDestroy();
    }
    await setTimeout(200);
    expect(registry.log()).not.toContain('a fault of the registry');
  });
});

forEachStore('a refused request with a body', (store) => {
  it('leaves its connection to the requests behind it', async () => {
    const registry = stopAfterTest(await startRegistryHere(await store.fresh()));
    const { body } = await registry.api.post<{ key: string }>('/v1/access-keys', { permissions: [] });
    const watch = async (): Promise<number> => {
      const api = apiOf(registry.api.url, body.key, new Agent({ connections: 1 }));
      // The caller is known in memory then, so that the refusal overtakes the body.
      await api.get('/v1/me');
      expect((await api.post('/wasabi/events', wasabi('refused'))).status).toBe(403);
      let asked = 0;
      for (const began = performance.now(); performance.now() - began < WATCHED_MS; asked += 1) {
        expect((await api.get('/v1/me')).status).toBe(200);
        await setTimeout(100);
      }
      return asked;
    };
    const asked = await Promise.all(Array.from({ length: CONNECTIONS }, watch));
    expect(Math.min(...asked)).toBeGreaterThan(1);
  }, 60_000);
});
