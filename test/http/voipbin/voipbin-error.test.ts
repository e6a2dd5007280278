// Errors on VoIPBin's routes: its envelope, its statuses, and every fault in the message.

import fastify from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsVoipbin, voipbinHttpStatus } from '../../../src/http/voipbin-error.ts';
import { checkRequests, VALIDATION } from '../../../src/http/validation.ts';
import { RegistryError } from '../../../src/error.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { startRegistryHere, stopAfterTest } from '../../helpers/registry.ts';
import { takeJsonBodies } from '../../../src/http/json-body.ts';
import type { FastifyInstance } from 'fastify';
import type { RefusalCode } from '../../../src/error.ts';

const REFUSED: readonly (readonly [RefusalCode, number, string])[] = [
  ['request_invalid', 400, 'INVALID_ARGUMENT'],
  ['state_unsuitable', 400, 'FAILED_PRECONDITION'],
  ['unauthenticated', 401, 'UNAUTHENTICATED'],
  ['permission_denied', 403, 'PERMISSION_DENIED'],
  ['not_found', 404, 'NOT_FOUND'],
  ['username_taken', 409, 'ALREADY_EXISTS'],
  ['body_too_large', 400, 'INVALID_ARGUMENT'],
  ['unavailable', 503, 'UNAVAILABLE'],
];

const PAGE = Type.Object({ size: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })), name: Type.Optional(Type.String()) });

describe('an error for VoIPBin’s clients', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = fastify({ ...VALIDATION, genReqId: () => 'the-request' });
    answerAsVoipbin(app);
    checkRequests(app);
    takeJsonBodies(app);
    app.get<{ Params: { code: RefusalCode } }>('/refused/:code', async ({ params }) => {
      throw new RegistryError(params.code, 'Said so.');
    });
    app.get('/broken', async () => {
      throw new Error('a canary in a cage');
    });
    app.get('/page', { schema: { querystring: PAGE } }, async () => 'a page');
    app.post('/things', async () => 'a thing');
    await app.ready();
  });
  afterAll(() => app.close());

  it.each(REFUSED)('tells of %s by %i and %s', async (code, status, name) => {
    const { statusCode, body, headers } = await app.inject(`/refused/${code}`);
    expect(JSON.parse(body)).toEqual({
      error: { status: name, reason: code.toUpperCase(), message: 'Said so.', request_id: 'the-request' },
    });
    expect([statusCode, voipbinHttpStatus(code)]).toEqual([status, status]);
    expect(headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });

  it('says nothing of a fault of the registry', async () => {
    const { statusCode, body } = await app.inject('/broken');
    expect(statusCode).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ error: { status: 'INTERNAL', reason: 'INTERNAL' } });
    expect(body).not.toContain('canary');
  });

  it('names the first fault in its reason and every fault in its message', async () => {
    const { statusCode, body } = await app.inject('/page?size=12&nam=x&colour=y');
    expect(statusCode).toBe(400);
    expect(JSON.parse(body)).toMatchObject({
      error: {
        status: 'INVALID_ARGUMENT',
        reason: 'PARAMETER_UNKNOWN',
        message: 'There is no parameter "nam": did you mean "name"? There is no parameter "colour". Known here: size, name.',
      },
    });
  });

  it('is an invalid argument where the body cannot be read, and never repeats it', async () => {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/things', payload: '{"canary' });
    expect(statusCode).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: { status: 'INVALID_ARGUMENT', reason: 'BODY_UNREADABLE' } });
    expect(body).not.toContain('canary');
  });
});

forEachStore('an address where nothing is', (store) => {
  it('answers in the form that its prefix has', async () => {
    const { api } = stopAfterTest(await startRegistryHere(await store.fresh()));
    expect((await api.get('/voipbin/v1.0/nothing')).body).toMatchObject({ error: { status: 'NOT_FOUND', reason: 'NOT_FOUND' } });
    expect((await api.get('/voipbin/%zz')).body).toMatchObject({ error: { status: 'INVALID_ARGUMENT', reason: 'REQUEST_INVALID' } });
    expect((await api.get('/v1/nothing')).body).toMatchObject({ code: 'not_found' });
  });

  it('names the methods that an address takes', async () => {
    const { api } = stopAfterTest(await startRegistryHere(await store.fresh()));
    const [here, there] = [await api.send('PATCH', '/v1/customers/1?limit=1'), await api.send('DELETE', '/voipbin/v1.0/customers')];
    expect(here).toMatchObject({ status: 405, headers: { allow: 'GET' }, body: { code: 'method_not_allowed' } });
    expect(there).toMatchObject({ status: 404, headers: { allow: 'GET, POST' } });
    expect(there.body).toMatchObject({ error: { status: 'NOT_FOUND', reason: 'METHOD_NOT_ALLOWED' } });
    expect((await api.send('DELETE', '/v1/customers/by/shop/')).status).toBe(404);
  });
});
