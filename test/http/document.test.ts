// The API's description is made from its routes: complete, served with the page that shows it, and true of what routes answer.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/core/permission.ts';
import { ROOT } from '../checkout/child.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import { forEachStore } from '../helpers/stores.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: object;
  responses: Record<string, { description: string; content?: Record<string, object> }>;
  'x-permission'?: string;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
}

forEachStore('the description of the API', (store) => {
  let registry: TestRegistry;
  let api: Api;
  let document: Document;
  let operations: [string, Operation][];
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
    document = (await api.withKey(null).get<Document>('/openapi.json')).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    );
  });
  afterAll(() => registry.stop());

  const lacking = (has: (operation: Operation, name: string) => boolean): string[] =>
    operations.filter(([name, operation]) => !has(operation, name)).map(([name]) => name);

  it('is OpenAPI 3.1 of every route', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.map(([name]) => name)).toEqual(expect.arrayContaining(['get /v1/customers', 'post /wasabi/events', 'get /healthz']));
  });

  it('names each operation once, says what it is for, who may call it and under which heading it stands', () => {
    const headings = new Set(document.tags.map(({ name }) => name));
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(lacking(({ summary, operationId }) => Boolean(summary) && Boolean(operationId))).toEqual([]);
    expect(lacking(({ tags }) => tags?.length === 1 && headings.has(tags[0] as string))).toEqual([]);
    expect(lacking(({ 'x-permission': permission = '' }) => permission in PERMISSIONS || ['own', 'none'].includes(permission))).toEqual([]);
    expect(lacking(({ 'x-permission': permission, security }) => (permission === 'none') === (security?.length === 0))).toEqual([]);
  });

  it('describes what each answers, and every error that it can give', () => {
    expect(lacking(({ responses }) => Object.keys(responses).some((status) => status.startsWith('2')))).toEqual([]);
    expect(lacking(({ responses }) => !JSON.stringify(responses).includes('Default Response'))).toEqual([]);
    const closed = operations.filter(([, { security }]) => security?.length !== 0);
    for (const [name, { responses }] of closed) expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['401', '500', '503']));
  });

  it('is the committed one', () => {
    const committed = readFileSync(join(ROOT, 'openapi.json'), 'utf8');
    expect(JSON.parse(committed), 'the routes have changed: run "npm run openapi"').toEqual(document);
  });

  it('is shown by a page that asks no other host', async () => {
    const page = await api.withKey(null).get<string>('/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path as string);
    expect(scripts.length).toBeGreaterThan(3);
    for (const path of scripts) {
      expect(path).toMatch(/^\/docs\/static\//);
      expect((await api.withKey(null).get(path)).status, path).toBe(200);
    }
    expect((await api.withKey(null).get('/docs/json')).body).toEqual(document);
  });
});
