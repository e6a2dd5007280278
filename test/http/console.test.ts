// The console's files over real HTTP: what a browser may do with them and keep, and that no address of a program becomes a page.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshEmbedded } from '../helpers/stores.ts';
import { request } from 'undici';
import { startRegistryHere } from '../helpers/registry.ts';
import type { TestRegistry } from '../helpers/registry.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILD_MS_MAX = 120_000;

let registry: TestRegistry;
beforeAll(async () => {
  spawnSync(process.execPath, ['tools/console.mjs'], { cwd: ROOT });
  registry = await startRegistryHere(await freshEmbedded());
}, BUILD_MS_MAX);
afterAll(() => registry.stop());

const browse = (path: string, headers: Record<string, string> = {}) =>
  request(registry.api.url + path, { headers: { accept: 'text/html,*/*', ...headers } });

it('is one page for every address that is no program’s, under a policy that allows this server alone', async () => {
  const nonces = new Set<string>();
  for (const path of ['/', '/customers', '/customers/of/any/depth?country=GB']) {
    const { statusCode, headers, body } = await browse(path);
    const policy = String(headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(statusCode).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['cache-control']).toBe('no-store');
    expect(await body.text()).toContain(`content="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

it('leaves the addresses of programs alone', async () => {
  for (const path of ['/v1/nothing', '/cobi/nothing', '/wasabi/nothing', '/voipbin/nothing', '/assets/nothing.js']) {
    const { statusCode, headers } = await browse(path);
    expect([path, statusCode]).toEqual([path, 404]);
    expect(String(headers['content-type'])).not.toContain('html');
  }
  const { statusCode } = await request(`${registry.api.url}/customers`, { headers: { accept: 'application/json' } });
  expect(statusCode).toBe(404);
});

it('gives assets compressed, to be kept for ever, and nothing outside of their folder', async () => {
  const script = readdirSync(join(ROOT, 'console', 'dist', 'assets')).find((name) => name.endsWith('.js')) ?? '';
  const { statusCode, headers } = await browse(`/assets/${script}`, { 'accept-encoding': 'br' });
  expect(statusCode).toBe(200);
  expect(headers['content-encoding']).toBe('br');
  expect(headers['cache-control']).toContain('immutable');
  expect(headers['x-content-type-options']).toBe('nosniff');
  for (const path of ['/assets/..%2f..%2fpackage.json', '/assets/..%5c..%5cpackage.json', '/assets/']) {
    expect((await browse(path)).statusCode).toBeGreaterThanOrEqual(400);
  }
});
