// The typed client in a browser: built as an application would build it, on a page of the registry, where the session's cookie speaks
// for the caller.

import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { cobi, uuid } from '../helpers/people.ts';
import { describeConsole } from './browser.ts';
import { ROOT } from '../checkout/child.ts';
import type * as Clientele from '../../src/client/client.ts';
import type { Page } from './browser.ts';

declare const clientele: typeof Clientele;
declare const location: { readonly origin: string };

/** The client as one script, which puts it into `clientele`. */
async function bundled(): Promise<string> {
  const lib = { entry: join(ROOT, 'src', 'client', 'client.ts'), name: 'clientele', formats: ['iife' as const] };
  const built = await build({ configFile: false, root: ROOT, logLevel: 'silent', build: { write: false, lib } });
  const [result] = [built].flat();
  if (result === undefined || !('output' in result)) throw new Error('nothing was built');
  return result.output[0].code;
}

describeConsole('the client in a browser', (desk) => {
  let page: Page;
  beforeAll(async () => {
    const records = Array.from({ length: 25 }, (_, at) => cobi(at));
    expect((await desk().api.post('/cobi/v1/data/customers', { records })).status).toBe(200);
    page = await desk().visit('/docs');
    await page.evaluate(await bundled());
  });

  it('gives a list entry by entry over all its pages', async () => {
    const ids = await page.evaluate(async () => {
      const found: string[] = [];
      for await (const { id } of clientele.createClient({ url: location.origin }).list('/v1/customers', { query: { limit: 10 } }))
        found.push(id);
      return found;
    });
    expect(new Set(ids).size).toBe(25);
  });

  it('gives errors as typed values, with a key as well', async () => {
    const { key } = (await desk().api.post<{ key: string }>('/v1/access-keys', { permissions: ['customers.read'] })).body;
    const codes = await page.evaluate(async (given) => {
      const client = clientele.createClient({ url: location.origin, key: given });
      const missing = await client.GET('/v1/customers/{id}', { params: { path: { id: 'nobody' } } });
      const denied = await client.POST('/v1/access-keys', { body: {} });
      return [missing.error?.code, denied.error?.code];
    }, key);
    expect(codes).toEqual(['not_found', 'permission_denied']);
  });

  it('follows changes as they are committed', async () => {
    const followed = page.evaluate(async () => {
      const types: string[] = [];
      for await (const { type } of clientele.createClient({ url: location.origin }).changes({ after: 24, waitSeconds: 20 })) {
        types.push(type);
        if (types.length === 2) return types;
      }
      return types;
    });
    await desk().api.post('/cobi/v1/data/customers', { records: [cobi(0, { gender: 'X', updated: '2025-01-01T00:00:00Z' })] });
    expect(await followed).toEqual(['customer.created', 'customer.updated']);
  });

  it('sends a write again under one key, and it is done once', async () => {
    const keys: (string | undefined)[] = [];
    await page.route('**/v1/records', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // The first reaches the registry, and its answer is lost.
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.fulfill({ status: 503, headers: { 'retry-after': '0' }, body: '' });
    });
    const outcomes = await page.evaluate(
      async (record) => {
        const { data } = await clientele.createClient({ url: location.origin }).POST('/v1/records', { body: record });
        return data?.outcomes;
      },
      cobi(77) as never,
    );
    expect(outcomes).toMatchObject({ created: 1, unchanged: 0 });
    expect(keys).toEqual([keys[0], keys[0]]);
    expect((await desk().api.get(`/v1/customers/by/cobi/${uuid(77)}`)).status).toBe(200);
  });
});
