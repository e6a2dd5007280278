// Requests held to their routes' schemas: exact messages for parameters and bodies, values never repeated, answers sent untouched.

import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Type } from 'typebox';
import { checkRequests, VALIDATION } from '../../src/http/validation.ts';
import { nearestName } from '../../src/http/nearest-name.ts';
import { sendProblem } from '../../src/http/problem.ts';
import type { FastifyInstance } from 'fastify';

const Query = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  status: Type.Optional(Type.Array(Type.Enum(['active', 'deleted']))),
  exact: Type.Optional(Type.Boolean()),
  day: Type.Optional(Type.String({ format: 'date' })),
  source: Type.Optional(Type.String({ pattern: '^[a-z]{1,4}$', description: 'A name of 1 to 4 letters. More of it.' })),
});

const Body = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5 }),
    note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    size: Type.Optional(Type.Integer({ minimum: 0 })),
    inner: Type.Optional(Type.Object({ 'a/b': Type.Boolean() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

describe('a request', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = fastify(VALIDATION);
    app.setErrorHandler(sendProblem);
    checkRequests(app);
    app.get(
      '/things',
      { schema: { querystring: Query, response: { 200: Type.Object({ only: Type.String() }) } } },
      async ({ query }) => query,
    );
    app.get('/text', { schema: { response: { 200: Type.Object({ only: Type.String() }) } } }, async (_request, reply) =>
      reply.type('application/json').send('{"as":  "it was written"}'),
    );
    app.get('/voipbin/thing', async () => 'entered');
    app.post('/things', { schema: { body: Body } }, async ({ body }) => body);
    await app.ready();
  });
  afterAll(() => app.close());

  const issuesOf = async (url: string): Promise<unknown> => {
    const { statusCode, body } = await app.inject({ url });
    const { detail, issues } = JSON.parse(body) as { detail: string; issues: { message: string }[] };
    expect([statusCode, detail.startsWith(issues[0]?.message ?? '-')]).toEqual([400, true]);
    return issues;
  };

  it('has its numbers, truths and lists read as its schema says, and nothing taken from the answer', async () => {
    const { body } = await app.inject({ url: '/things?limit=7&exact=true&status=active&day=2024-02-29' });
    expect(JSON.parse(body)).toEqual({ limit: 7, exact: true, status: ['active'], day: '2024-02-29' });
    expect((await app.inject({ url: '/things?status=active&status=deleted' })).json()).toEqual({ status: ['active', 'deleted'] });
  });

  it('gets an answer that is text already as it is', async () => {
    expect((await app.inject({ url: '/text' })).body).toBe('{"as":  "it was written"}');
  });

  it.each([
    ['limt=3', 'parameter_unknown', 'limt', 'There is no parameter "limt": did you mean "limit"?'],
    ['LIMIT=3', 'parameter_unknown', 'LIMIT', 'There is no parameter "LIMIT": did you mean "limit"?'],
    ['colour=red', 'parameter_unknown', 'colour', 'There is no parameter "colour". Known here: limit, status, exact, day, source.'],
    ['jo%40example.com=1', 'parameter_unknown', '', 'There is no parameter of this name. Known here: limit, status, exact, day, source.'],
    ['limit=1&limit=2', 'parameter_repeated', 'limit', '"limit" is given 2 times: give it once.'],
    ['limit=abc', 'type_wrong', 'limit', '"limit" must be a whole number from 1 to 200.'],
    ['limit=', 'type_wrong', 'limit', '"limit" must be a whole number from 1 to 200.'],
    ['limit=1.5', 'type_wrong', 'limit', '"limit" must be a whole number from 1 to 200.'],
    ['limit=-1', 'value_out_of_range', 'limit', '"limit" must be a whole number from 1 to 200.'],
    ['limit=1e9', 'type_wrong', 'limit', '"limit" must be a whole number from 1 to 200.'],
    ['exact=yes', 'type_wrong', 'exact', '"exact" must be true or false.'],
    ['status=alive', 'enum_unknown', 'status', '"status" must be one of active, deleted.'],
    ['day=2023-02-30', 'date_invalid', 'day', '"day" must be a calendar day, YYYY-MM-DD.'],
    ['source=canary', 'form_wrong', 'source', '"source" must be a name of 1 to 4 letters.'],
  ])('with %s is refused, and told what is right', async (query, code, parameter, message) => {
    expect(await issuesOf(`/things?${query}`)).toEqual([{ code, parameter, message }]);
  });

  it('may bring its credential in the query on VoIPBin’s routes alone', async () => {
    expect((await app.inject({ url: '/voipbin/thing?token=t&accesskey=k' })).body).toBe('entered');
    expect((await app.inject({ url: '/voipbin/thing?tokn=t' })).statusCode).toBe(400);
    expect((await app.inject({ url: '/things?token=t' })).statusCode).toBe(400);
  });

  it('with a body of many faults hears of each, by its place', async () => {
    const payload = { name: 'canary', note: 3, size: '1', inner: { 'a/b': 1, 'c~d': 2 }, colour: 'canary' };
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/things', payload });
    const { issues } = JSON.parse(body) as { issues: { code: string; pointer: string }[] };
    expect(statusCode).toBe(400);
    expect(body).not.toContain('canary');
    expect(issues.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
      'member_unknown /colour',
      'member_unknown /inner/c~0d',
      'string_too_long /name',
      'type_wrong /inner/a~1b',
      'type_wrong /note',
      'type_wrong /size',
    ]);
    expect((await app.inject({ method: 'POST', url: '/things', payload: {} })).json()).toMatchObject({
      detail: '"name" is missing: it is required.',
      issues: [{ code: 'required_missing', pointer: '/name' }],
    });
    expect(
      (await app.inject({ method: 'POST', url: '/things', payload: '[]', headers: { 'content-type': 'application/json' } })).json(),
    ).toMatchObject({
      detail: 'The body must be a JSON object.',
    });
  });
});

describe('the nearest name', () => {
  it('is the one with the fewest edits, or none', () => {
    expect(nearestName('birthdatefrom', ['birthDateTo', 'birthDateFrom'])).toBe('birthDateFrom');
    expect(nearestName('institute_id', ['instituteId', 'courseId'])).toBe('instituteId');
    expect(nearestName('q', ['limit', 'q'])).toBe('q');
    expect(nearestName('zebra', ['limit', 'q'])).toBe(null);
    expect(nearestName('x'.repeat(100_000), ['limit'])).toBe(null);
  });
});
