// The change feed as the API describes it.

import { Type } from 'typebox';
import { limitSchema } from './parameters.ts';
import { partOf, refTo } from './part.ts';
import type { Static } from 'typebox';

export const CHANGES_MAX = 1_000;
/** How long a request may wait for a change. */
export const WAIT_SECONDS_MAX = 60;

const EXAMPLE = {
  sequence: 42,
  type: 'customer.updated',
  customerId: '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10',
  version: 2,
  fields: ['birthDate', 'updatedAt'],
  changedAt: '2024-05-01T10:00:00.123456Z',
};
const EVENTS = `retry: 1000\n\nid: ${EXAMPLE.sequence}\nevent: ${EXAMPLE.type}\ndata: ${JSON.stringify(EXAMPLE)}\n\n`;

const ChangeFields = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1, description: 'Its place: 1, 2, 3 … of the account, without a gap.' }),
    type: Type.String({ description: '`customer.created`, `.updated`, `.deleted` (or left without a record: `removed`), `.restored`, …' }),
    customerId: Type.String({ format: 'uuid' }),
    version: Type.Integer({ minimum: 1, description: 'The version of the customer that the change made.' }),
    fields: Type.Array(Type.String(), { description: 'Which fields differ from the version before; none where the customer is new.' }),
    reason: Type.Optional(Type.Enum(['undone'], { description: 'Why, where no record brought it: `undone`, by undoing an import.' })),
    changedAt: Type.String({ format: 'date-time', description: 'When it was committed.' }),
  },
  {
    description: 'One change of one customer.',
    examples: [EXAMPLE],
  },
);

export const ChangeSchema = partOf('Change', ChangeFields);

const ChangesQuery = Type.Object({
  after: Type.Optional(
    Type.String({
      pattern: '^(latest|[0-9]{1,15})$',
      description: 'A sequence, or "latest". Where to read on: behind that change; without it, from the first change that is kept.',
    }),
  ),
  limit: limitSchema(CHANGES_MAX, 100),
  wait: Type.Optional(
    Type.Integer({ minimum: 0, maximum: WAIT_SECONDS_MAX, default: 0, description: 'Seconds to wait for a change where there is none.' }),
  ),
});

export type ChangesQuery = Static<typeof ChangesQuery>;

const PAGE = Type.Object(
  {
    data: Type.Array(refTo(ChangeSchema)),
    after: Type.Integer({ examples: [42], description: 'Give it as `after` to read on.' }),
    last: Type.Integer({ examples: [42], description: 'The account’s last change; more follow at once while `after` is less.' }),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: '`after` as a text; null where nothing follows yet.',
      examples: [null],
    }),
  },
  { description: 'One page of changes, in their order.' },
);

export const CHANGES = {
  operationId: 'listChanges',
  summary: 'Follow changes in their order, each once',
  description:
    'By pages, by waiting for the next page (`wait`), or as server-sent events (`Accept: text/event-stream`; `Last-Event-ID` goes on behind that change). A reader that goes on from the last change it saw misses none.',
  tags: ['changes'],
  querystring: ChangesQuery,
  headers: Type.Object({
    'last-event-id': Type.Optional(
      Type.String({ pattern: '^[0-9]{1,15}$', description: 'A sequence. The last event seen; it comes before `after`.' }),
    ),
  }),
  response: {
    200: {
      description: 'A page, or a stream of events that ends after ten minutes at most: connect again.',
      content: { 'application/json': { schema: PAGE }, 'text/event-stream': { schema: Type.String({ examples: [EVENTS] }) } },
    },
  },
};
