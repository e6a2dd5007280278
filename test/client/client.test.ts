// The typed client against a real registry: lists as sequences, errors as values, and the README's own example.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, ProblemError } from '../../src/client/client.ts';
import { ROOT, run } from '../checkout/child.ts';
import { manyTexts, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Client } from '../../src/client/client.ts';
import type { TestRegistry } from '../helpers/registry.ts';

const WASABI = { source: 'wasabi', format: 'wasabi', recordType: 'customer' } as const;

forEachStore('the client', (store) => {
  let registry: TestRegistry;
  let client: Client;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    client = createClient({ url: registry.api.url, key: registry.key });
    await registry.api.post('/wasabi/events', manyTexts(WASABI, 25).join('\n'), { 'content-type': 'application/x-ndjson' });
  });
  afterAll(() => registry.stop());

  it('gives a list entry by entry over all its pages', async () => {
    const ids = new Set<string>();
    for await (const { id } of client.list('/v1/customers', { query: { limit: 10 } })) ids.add(id);
    expect(ids.size).toBe(25);
  });

  it('gives errors as typed values, and throws them from a list', async () => {
    const { data, error } = await client.GET('/v1/customers/{id}', { params: { path: { id: 'nobody' } } });
    expect(data).toBeUndefined();
    expect(error).toMatchObject({ code: 'not_found', status: 404 });
    const entries = client.list('/v1/customers', { query: { limit: 0 } });
    const thrown: unknown = await entries.next().catch((fault: unknown) => fault);
    expect(thrown).toBeInstanceOf(ProblemError);
    expect((thrown as ProblemError).problem.issues).toEqual([
      { code: 'value_out_of_range', parameter: 'limit', message: '"limit" must be a whole number from 1 to 200.' },
    ]);
  });

  it('runs the README’s example', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-example-'));
    try {
      const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
      const [, example = ''] = /```ts\n(import [^`]+clientele\/client[^`]+)```/.exec(readme) ?? [];
      const here = example
        .replace("'clientele/client'", `'${join(ROOT, 'src', 'client', 'client.ts')}'`)
        .replace('http://127.0.0.1:8080', registry.api.url);
      writeFileSync(join(folder, 'example.ts'), here);
      const ended = await run(process.execPath, [join(folder, 'example.ts')], { env: { ...process.env, KEY: registry.key } });
      expect(ended).toMatchObject({ status: 0, stderr: '' });
      expect(ended.stdout.trim().split('\n')).toHaveLength(26);
      expect(ended.stdout).toMatch(/not_found\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('follows changes, those that were and those that come', async () => {
    const stopping = new AbortController();
    const seen: number[] = [];
    for await (const { sequence, type } of client.changes({ after: 20, signal: stopping.signal })) {
      seen.push(sequence);
      expect(type).toBe('customer.created');
      if (sequence === 25) await registry.api.post('/wasabi/events', wasabi('came-later'));
      if (sequence === 26) stopping.abort();
    }
    expect(seen).toEqual([21, 22, 23, 24, 25, 26]);
  });
});

describe('the client’s types', () => {
  it('were made from the committed openapi.json', () => {
    const digest = createHash('sha256')
      .update(readFileSync(join(ROOT, 'openapi.json')))
      .digest('hex');
    expect(readFileSync(join(ROOT, 'src', 'client', 'api.ts'), 'utf8'), 'run "npm run openapi"').toContain(digest);
  });
});
