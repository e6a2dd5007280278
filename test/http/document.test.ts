// The API's description is made from its routes: complete, served with the page that shows it, and true of what routes answer.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/core/permission.ts';
import { ROOT } from '../checkout/child.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import { forEachStore } from '../helpers/stores.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

type Content = Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;

interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Content;
}

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Content };
  responses: Record<string, Answer>;
  'x-permission'?: string;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; headers: Record<string, object>; responses: Record<string, Answer> };
}

/** The operation with the answers it refers to in place of their names. */
function resolved({ components }: Document, operation: Operation): Operation {
  const answers = Object.entries(operation.responses).map(([status, answer]): [string, Answer] => {
    const [, name] = /^#\/components\/responses\/(\w+)$/.exec((answer as { $ref?: string }).$ref ?? '') ?? [];
    return [status, name === undefined ? answer : (components.responses[name] as Answer)];
  });
  return { ...operation, responses: Object.fromEntries(answers) };
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
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, resolved(document, operation)]),
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
    expect(
      ids.filter((id) => /^(voipbin|cobi|wasabi)/.test(id ?? '')),
      'the verb comes first',
    ).toEqual([]);
    expect(lacking(({ tags }) => tags?.length === 1 && headings.has(tags[0] as string))).toEqual([]);
    expect(lacking(({ 'x-permission': permission = '' }) => permission in PERMISSIONS || ['own', 'none'].includes(permission))).toEqual([]);
    expect(lacking(({ 'x-permission': permission, security }) => (permission === 'none') === (security?.length === 0))).toEqual([]);
  });

  it('describes what each answers, and every error that it can give', () => {
    expect(lacking(({ responses }) => Object.keys(responses).some((status) => status.startsWith('2')))).toEqual([]);
    expect(lacking(({ responses }) => !JSON.stringify(responses).includes('Default Response'))).toEqual([]);
    const closed = operations.filter(([, { security }]) => security?.length !== 0);
    for (const [name, { responses }] of closed)
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['401', '429', '500', '503']));
  });

  it('shows an example of every body and answer, which is as its schema says', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema({ $id: 'document', components: document.components });
    for (const [name, { requestBody, responses }] of operations) {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const shown = [requestBody?.content ?? {}, ...answers.map(([, { content = {} }]) => content)];
      for (const [type, { schema, example, examples = {} }] of shown.flatMap((content) => Object.entries(content))) {
        if ('format' in schema && schema.format === 'binary') continue;
        const values = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
        expect(values, `${name}: ${type}`).not.toEqual([]);
        const isAsSaid = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object);
        for (const value of values) expect(isAsSaid(value), `${name}: ${type}: ${ajv.errorsText(isAsSaid.errors)}`).toBe(true);
      }
    }
  });

  it('describes the headers of answers, those of waiting and of saved reads among them', () => {
    const byName = new Map(operations);
    const headersOf = (path: string, method: string, status: string): string[] =>
      Object.keys(byName.get(`${method} ${path}`)?.responses[status]?.headers ?? {});
    expect(lacking(({ responses }) => Object.values(responses).every(({ headers = {} }) => 'X-Request-Id' in headers))).toEqual([]);
    expect(headersOf('/v1/customers/{id}', 'get', '200')).toEqual(['X-Request-Id', 'ETag', 'Clientele-Losses']);
    expect(headersOf('/v1/records', 'post', '200')).toContain('Idempotency-Replayed');
    const closed = operations.filter(([, { security }]) => security?.length !== 0);
    for (const [name, { responses }] of closed) {
      expect(Object.keys(responses['429']?.headers ?? {}), name).toEqual(
        expect.arrayContaining(['Retry-After', 'RateLimit', 'RateLimit-Policy']),
      );
      expect(Object.keys(responses['503']?.headers ?? {}), name).toContain('Retry-After');
    }
  });

  it('describes each error once, however many operations can give it', () => {
    const said = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) => Object.entries(responses)),
    );
    const own = said.filter(([status, answer]) => status >= '400' && /^`[a-z_]+`: /.test(answer.description ?? ''));
    expect(own).toEqual([]);
    const shared = Object.values(document.components.responses).map((answer) => JSON.stringify(answer));
    expect(new Set(shared).size).toBe(shared.length);
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
