// What finding customers takes and gives: one list of parameters, for the query of a GET and the body of a POST.

import { CHANNELS, CONSENT_STATES, SORT_FIELDS } from '../../core/customer-query.ts';
import { CURSOR, limitSchema } from './parameters.ts';
import { CustomerSchema } from './customer.ts';
import { FIELDS } from './customer-routes.ts';
import { refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static, TOptional, TString } from 'typebox';

const TAGS = ['customers'];
const TEXT_CHARACTERS_MAX = 1_024;

const text = (description: string, examples: readonly string[] = []): TOptional<TString> =>
  Type.Optional(Type.String({ description, maxLength: TEXT_CHARACTERS_MAX, ...(examples.length > 0 && { examples: [...examples] }) }));

const CONSENTS = CHANNELS.flatMap((channel) => CONSENT_STATES.map((state) => `${channel}:${state}`));
const SORTS = SORT_FIELDS.flatMap((field) => [`-${field}`, field]);

/** What customers can be asked for, by name. */
export const FILTERS = {
  q: text('The start of an external id, or of the latest address’s line, city or postal code; or a birth date in a common spelling.', [
    '12 Mill',
    '31.01.1990',
  ]),
  status: Type.Optional(Type.Enum(['active', 'deleted', 'removed'])),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2, in capitals.', examples: ['CA'] })),
  gender: text('As the source spells it.', ['FEMALE']),
  source: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Customers of whom this source says something.' })),
  externalId: text('A source and an id that it uses.', ['cobi:550e8400-e29b-41d4-a716-446655440000']),
  birthDateFrom: text('Born on this day or later.', ['1990-01-01']),
  birthDateTo: text('Born on this day or earlier.', ['1990-12-31']),
  instituteId: text('Cobi’s `institute_id`.'),
  courseId: text('Cobi’s `course_id`.'),
  consent: Type.Optional(Type.Enum(CONSENTS, { description: 'A channel and how consent stands in it.' })),
  changedSince: text('Changed in the registry then or later: for those who poll.', ['2024-05-01T00:00:00Z']),
  updatedSince: text('Changed then or later by what sources say.', ['2024-05-01T00:00:00Z']),
} as const;

const FIND = Type.Object(
  {
    ...FILTERS,
    sort: Type.Optional(Type.Enum(SORTS, { default: '-changedAt', description: 'Those without the value come last.' })),
    limit: limitSchema(200),
    cursor: CURSOR,
    fields: FIELDS,
    count: Type.Optional(Type.Enum(['exact', 'estimated'], { description: 'How many there are in all; estimated beyond 10,000.' })),
  },
  { additionalProperties: false },
);

export type FindQuery = Static<typeof FIND>;

const FOUND = Type.Object(
  {
    data: Type.Array(refTo(CustomerSchema)),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Give it as `cursor` for the next page; null on the last page.',
      examples: [null],
    }),
    count: Type.Optional(Type.Object({ value: Type.Integer(), isExact: Type.Boolean() }, { description: 'Where it was asked for.' })),
  },
  { description: 'One page of customers.' },
);

export const LIST_CUSTOMERS = {
  operationId: 'listCustomers',
  summary: 'Find customers, latest change first',
  description: 'Filters combine freely. A query that no index serves within 500 ms is refused and told which filter would help.',
  tags: TAGS,
  querystring: FIND,
  response: { 200: FOUND },
};

export const SEARCH_CUSTOMERS = {
  operationId: 'searchCustomers',
  summary: 'Find customers, without personal values in the address',
  description: 'The parameters of `GET /v1/customers`, as a body.',
  tags: TAGS,
  body: { ...FIND, examples: [{ q: '12 Mill', country: 'GB', limit: 20 }] },
  response: { 200: FOUND },
};
