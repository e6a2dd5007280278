// What the routes that read customers take and give, as their validators and the API's description know it.

import { CustomerSchema } from './customer.ts';
import { pageSchema, refTo } from './part.ts';
import { PAST } from './past.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const TAGS = ['customers'];
/** 255 code points. */
const EXTERNAL_ID_CHARACTERS_MAX = 510;
export const CUSTOMERS_MAX = 1_000;

export const FIELDS = Type.Optional(
  Type.String({
    description: 'The members of a customer to give, by commas; without it, all of them.',
    examples: ['id,birthDate,country'],
  }),
);

const FORM = Type.Object({
  ...PAST,
  fields: FIELDS,
  format: Type.Optional(
    Type.Enum(['registry', 'cobi', 'wasabi'], { description: 'As a record of a sender’s format.', default: 'registry' }),
  ),
  losses: Type.Optional(Type.Enum(['body'], { description: 'What the format cannot hold, beside the record; else in the header.' })),
});

const CUSTOMER_ID = Type.String({ description: 'The registry’s id of the customer, a UUID.' });
const SOURCE = Type.String({ description: 'The name of a feed.', examples: ['cobi', 'wasabi'], maxLength: 40 });
const EXTERNAL_ID = Type.String({ description: 'An id that the source uses for the person.', maxLength: EXTERNAL_ID_CHARACTERS_MAX });

const CUSTOMER = { 200: refTo(CustomerSchema), 304: { type: 'null', description: 'The customer is as it was.' } };

export const ONE_CUSTOMER = {
  operationId: 'readCustomer',
  summary: 'Read one customer',
  description: 'Has an `ETag`; with `If-None-Match` the answer is 304 while the customer is as it was.',
  tags: TAGS,
  params: Type.Object({ id: CUSTOMER_ID }),
  querystring: FORM,
  response: CUSTOMER,
};

export const ONE_NAMED_CUSTOMER = {
  operationId: 'readCustomerByExternalId',
  summary: 'Read the customer whom a source knows by an id',
  description: 'In the path, `/` in an id is written `%2F` and `%` is written `%25`.',
  tags: TAGS,
  params: Type.Object({ source: SOURCE, id: EXTERNAL_ID }),
  querystring: FORM,
  response: CUSTOMER,
};

const MANY_BODY = Type.Object(
  {
    customers: Type.Array(Type.Object({ id: EXTERNAL_ID, source: Type.Optional(SOURCE) }), {
      minItems: 1,
      maxItems: CUSTOMERS_MAX,
      description: 'Each by the registry’s id alone, or by a source and the id it uses.',
    }),
    fields: FIELDS,
  },
  { examples: [{ customers: [{ source: 'wasabi', id: 'w-1001' }], fields: 'id,status' }] },
);

export type ManyBody = Static<typeof MANY_BODY>;

export const MANY_CUSTOMERS = {
  operationId: 'readCustomers',
  summary: 'Read up to 1,000 customers at once',
  description: 'The answer’s `data` has one entry for each asked for, in that order; null where there is no such customer.',
  tags: TAGS,
  body: MANY_BODY,
  response: {
    200: Type.Object({ data: Type.Array(Type.Union([refTo(CustomerSchema), Type.Null()])) }, { description: 'In the order asked for.' }),
  },
};

const LINKED_RECORD = Type.Object({
  source: Type.String({ examples: ['cobi'] }),
  sourceId: Type.String({ examples: ['550e8400-e29b-41d4-a716-446655440000'] }),
  format: Type.String({ examples: ['cobi'] }),
  versionCount: Type.Integer(),
  versionNo: Type.Integer(),
  versionTime: Type.String({ format: 'date-time' }),
  timeSource: Type.Enum(['stated', 'received']),
  isDeleted: Type.Boolean(),
  firstReceivedAt: Type.String({ format: 'date-time' }),
  receivedAt: Type.String({ format: 'date-time' }),
  payload: Type.Unknown({
    description: 'The record as it was sent.',
    examples: [{ customer_id: '550e8400-e29b-41d4-a716-446655440000', user_id: '550e8400-e29b-41d4-a716-446655440001', region: 'CA' }],
  }),
});

export const RECORDS_OF_CUSTOMER = {
  operationId: 'listCustomerRecords',
  summary: 'List what each source says of a customer',
  description: 'The current version of every record that is linked to the customer, with its text as it was sent.',
  tags: TAGS,
  params: Type.Object({ id: CUSTOMER_ID }),
  response: { 200: pageSchema(LINKED_RECORD, 'All of them: there is no next page.') },
};
