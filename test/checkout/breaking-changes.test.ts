// Which changes of the API break its clients, and which do not.

import { expect, it } from 'vitest';
import { breaksBetween, unannounced } from '../../tools/breaking-changes.mjs';

interface Schema {
  [keyword: string]: unknown;
}

const text = { type: 'string' };
const LIMIT = { in: 'query', name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 200 } };
const ANSWER: Schema & { properties: Schema } = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: text, name: { anyOf: [text, { type: 'null' }] } },
};
const BODY: Schema & { properties: Schema } = { type: 'object', required: ['id'], properties: { id: text, state: { enum: ['a', 'b'] } } };

/** A description of one route, with some of it replaced. */
function documentOf({
  parameters = [LIMIT] as object[],
  answer = ANSWER,
  body = BODY,
  permission = 'customers.read',
  path = '/v1/things',
  id = 'keepThings',
} = {}): object {
  const operation = {
    operationId: id,
    'x-permission': permission,
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Sent' } } } },
    responses: {
      200: { content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } } },
      400: {},
    },
  };
  return { paths: { [path]: { post: operation } }, components: { schemas: { Thing: answer, Sent: body } } };
}

const BEFORE = documentOf();

it.each([
  ['a path that is gone', { path: '/v1/others' }, 'is gone'],
  ['another name', { id: 'saveThings' }, 'is called saveThings, before keepThings'],
  ['another permission', { permission: 'customers.write' }, 'needs the permission customers.write, before customers.read'],
  ['a parameter that is gone', { parameters: [] }, 'does not take the query parameter "limit" any more'],
  ['a parameter that becomes required', { parameters: [{ ...LIMIT, required: true }] }, 'the query parameter "limit" is required'],
  [
    'a new required parameter',
    { parameters: [LIMIT, { ...LIMIT, name: 'day', required: true }] },
    'the query parameter "day" is new and required',
  ],
  [
    'a narrower range',
    { parameters: [{ ...LIMIT, schema: { ...LIMIT.schema, maximum: 100 } }] },
    'the query parameter "limit" has a tighter "maximum"',
  ],
  ['a new required member', { body: { ...BODY, required: ['id', 'state'] } }, 'the body: "state" is required'],
  ['fewer values', { body: { ...BODY, properties: { id: text, state: { enum: ['a'] } } } }, 'the body: "state" takes fewer values'],
  [
    'another type of a member sent',
    { body: { ...BODY, properties: { ...BODY.properties, id: { type: 'integer' } } } },
    'the body: "id" is of another type',
  ],
  [
    'a member that is not taken any more',
    { body: { required: [], properties: { id: text }, additionalProperties: false } },
    'the body: "state" is not taken any more',
  ],
  [
    'a member of the answer that is gone',
    { answer: { ...ANSWER, properties: { id: text } } },
    'an entry of the answer 200: "name" is gone',
  ],
  [
    'a member of the answer that may be absent',
    { answer: { ...ANSWER, required: ['id'] } },
    'an entry of the answer 200: "name" may be absent',
  ],
  [
    'a member that may be null',
    { answer: { ...ANSWER, properties: { ...ANSWER.properties, id: { type: ['string', 'null'] } } } },
    'an entry of the answer 200: "id" is of another type',
  ],
])('%s breaks clients', (_name, change, what) => {
  const path = '/v1/things';
  expect(breaksBetween(BEFORE, documentOf(change))).toEqual([`POST ${path}: ${what}`]);
});

it.each([
  ['nothing', {}],
  ['a new parameter', { parameters: [LIMIT, { ...LIMIT, name: 'day' }] }],
  ['a wider range', { parameters: [{ ...LIMIT, schema: { type: 'integer' } }] }],
  [
    'a new member, and one that is never null any more',
    { answer: { ...ANSWER, properties: { ...ANSWER.properties, name: text, more: text } } },
  ],
  [
    'more values, and a member that need not be sent',
    { body: { required: [], properties: { id: text, state: { enum: ['a', 'b', 'c'] } } } },
  ],
])('%s breaks nobody', (_name, change) => {
  expect(breaksBetween(BEFORE, documentOf(change))).toEqual([]);
});

it('follows answers that are described once for several operations', () => {
  const shared = (answer: Schema): object => ({
    paths: { '/v1/things': { get: { operationId: 'readThing', responses: { 200: { $ref: '#/components/responses/Thing' } } } } },
    components: { responses: { Thing: { content: { 'application/json': { schema: answer } } } }, schemas: {} },
  });
  expect(breaksBetween(shared(ANSWER), shared(ANSWER))).toEqual([]);
  expect(breaksBetween(shared(ANSWER), shared({ ...ANSWER, required: ['id'] }))).toEqual([
    'GET /v1/things: the answer 200: "name" may be absent',
  ]);
});

it('asks the changelog to say of which operation, and what breaks', () => {
  const breaks = breaksBetween(BEFORE, documentOf({ id: 'saveThings', parameters: [] }));
  const [renamed, lost] = breaks;
  const told = (entry: string, heading = '[Unreleased]'): unknown[] =>
    unannounced(breaks, `# Changelog\n\n## ${heading}\n\n- More.\n- ${entry}\n`);
  const rename = 'is called saveThings, before keepThings';
  expect(told(`Breaking: \`POST /v1/things\`: ${rename}; does not take the query\n  parameter "limit" any more.`)).toEqual([]);
  expect(told(`Breaking: \`POST /v1/things\`: ${rename}.`)).toEqual([lost]);
  expect(told('Breaking: `POST /v1/things`: does not take the query parameter "limit" any more.')).toEqual([renamed]);
  for (const entry of [
    `\`POST /v1/things\`: ${rename}.`,
    `Breaking: \`PUT /v1/things\`: ${rename}.`,
    `Breaking: \`POST /v1/thing\`: ${rename}.`,
    `Breaking: \`/v1/…\`: ${rename}.`,
    'Breaking: `POST /v1/things` is called otherwise.',
  ])
    expect(told(entry), entry).toEqual(breaks);
  expect(told(`Breaking: \`POST /v1/things\`: ${rename}`, '[0.1.0]')).toEqual(breaks);
});
