// What routes answer is what the description says: real answers, errors included, are held to openapi.json's schemas.

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { ROOT } from '../checkout/child.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Described {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, { readonly $ref?: string }> }>>;
}

const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as Described;
const ajv = new Ajv2020.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'api');

/** Faults of an answer by the schema of its path, method, status and media type; one sentence where that is not described at all. */
function faultsOf(method: string, path: string, { status, headers, body }: Answer<unknown>): unknown {
  const media = String(headers['content-type']).split(';')[0] ?? '';
  const response = ['paths', path, method, 'responses', String(status)];
  // Errors are described once, and referred to: "#/components/responses/…".
  const reference = document.paths[path]?.[method]?.responses[status]?.$ref;
  const steps = [...(reference?.split('/').slice(1) ?? response), 'content', media, 'schema'].map((step) =>
    encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  const validate = ajv.getSchema(`api#/${steps.join('/')}`);
  if (!validate) return `${method} ${path} does not describe ${status} as ${media}`;
  return validate(body) ? [] : validate.errors;
}

forEachStore('answers', (store) => {
  let registry: TestRegistry;
  let api: Api;
  let id: string;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
    await api.post('/cobi/v1/data/customers', { records: [cobi(1)] });
    await api.post('/wasabi/events', [wasabi(uuid(1), { smsOptIn: true }), wasabi('bad', { smsOptIn: 'yes' })], {
      'x-request-id': 'request-of-answers',
    });
    id = (await api.get<{ data: { id: string }[] }>('/v1/customers')).body.data[0]?.id ?? '';
  });
  afterAll(() => registry.stop());

  it.each([
    ['/v1/customers', () => '/v1/customers'],
    ['/v1/customers', () => '/v1/customers?limit=no'],
    ['/v1/customers/{id}', () => `/v1/customers/${id}`],
    ['/v1/customers/{id}', () => '/v1/customers/nobody'],
    ['/v1/customers/{id}/records', () => `/v1/customers/${id}/records`],
    ['/v1/changes', () => '/v1/changes'],
    ['/v1/outcomes', () => '/v1/outcomes'],
    ['/v1/receipts/{requestId}', () => '/v1/receipts/request-of-answers'],
    ['/v1/rejections', () => '/v1/rejections'],
    ['/v1/stats', () => '/v1/stats'],
    ['/v1/me', () => '/v1/me'],
    ['/cobi/v1/data/{type}', () => '/cobi/v1/data/customers'],
    ['/cobi/v1/data/{type}', () => '/cobi/v1/data/nothing'],
    ['/cobi/v1/data/{type}/{id}', () => `/cobi/v1/data/customers/${uuid(1)}`],
    ['/wasabi/customers/{customerId}', () => `/wasabi/customers/${uuid(1)}`],
    ['/healthz', () => '/healthz'],
    ['/readyz', () => '/readyz'],
  ])('of %s are as described (%s)', async (path, address) => {
    expect(faultsOf('get', path, await api.get(address()))).toEqual([]);
  });

  it('to records are as described, whatever becomes of them', async () => {
    for (const sent of [wasabi('fine'), [wasabi('fine'), {}], {}, 'no JSON'])
      expect(faultsOf('post', '/wasabi/events', await api.post('/wasabi/events', sent))).toEqual([]);
    for (const records of [[cobi(2)], [cobi(3), {}], [{}], []])
      expect(faultsOf('post', '/cobi/v1/data/{type}', await api.post('/cobi/v1/data/customers', { records }))).toEqual([]);
  });

  it('to nobody are as described', async () => {
    for (const path of ['/v1/customers', '/v1/stats', '/v1/outcomes'])
      expect(faultsOf('get', path, await api.withKey(null).get(path))).toEqual([]);
  });
});
