// What the routes of the inbox of rejected records take and give.

import { CURSOR, limitSchema } from './parameters.ts';
import { IssueSchema, RejectionSchema } from './outcome.ts';
import { OUTCOMES } from '../../core/outcome.ts';
import { pageSchema, partOf, refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const TAGS = ['records'];
const REASON_CHARACTERS_MAX = 500;
const PAYLOAD_CHARACTERS_MAX = 1024 * 1024;
/** How many one call tries again. */
const RETRIED_MAX = 200;

const Filters = {
  requestId: Type.Optional(Type.String({ description: 'Only those of this request.' })),
  importId: Type.Optional(Type.String({ format: 'uuid', description: 'Only those of this import.' })),
  source: Type.Optional(Type.String({ maxLength: 40, description: 'Only those of this feed.' })),
  code: Type.Optional(
    Type.String({ pattern: '^[a-z0-9_]{1,60}$', description: 'Only those with an issue of this code.', examples: ['country_unknown'] }),
  ),
  field: Type.Optional(
    Type.String({ maxLength: 255, description: 'Only those with an issue at this field or below: a JSON Pointer.', examples: ['/region'] }),
  ),
  day: Type.Optional(Type.String({ format: 'date', description: 'Only those received on this day, UTC.' })),
};

const STATE = Type.Optional(Type.Enum(['open', 'retried', 'superseded', 'dismissed'], { description: 'Only those in this state.' }));

const ListQuery = Type.Object({ ...Filters, state: STATE, limit: limitSchema(200), cursor: CURSOR });
export type ListQuery = Static<typeof ListQuery>;

export const LIST = {
  operationId: 'listRejections',
  summary: 'Records that failed, newest first',
  tags: TAGS,
  querystring: ListQuery,
  response: { 200: pageSchema(refTo(RejectionSchema), 'One page of rejections.') },
};

const ID = Type.Object({ id: Type.String({ format: 'uuid', description: 'The rejection’s id.' }) });

export const ONE = {
  operationId: 'readRejection',
  summary: 'One record that failed, with what was sent and every issue',
  tags: TAGS,
  params: ID,
  response: { 200: refTo(RejectionSchema) },
};

const EditBody = Type.Object(
  {
    payload: Type.Union([Type.String({ maxLength: PAYLOAD_CHARACTERS_MAX }), Type.Null()], {
      description: 'The record, mended: JSON text in its own format. Null: forgets what was mended before.',
    }),
  },
  { examples: [{ payload: '{"customer_id":"550e8400-e29b-41d4-a716-446655440000","region":"GB"}' }] },
);
export type EditBody = Static<typeof EditBody>;

export const EDIT = {
  operationId: 'editRejection',
  summary: 'Keeps a record as mended, without trying it again',
  description: 'A retry that brings no `payload` takes it. What was received stays as it came, and so do its issues.',
  tags: TAGS,
  params: ID,
  body: EditBody,
  response: { 200: refTo(RejectionSchema) },
};

export const RetriedSchema = partOf(
  'Retried',
  Type.Object(
    {
      requestId: Type.String({ description: 'The request of the retry; its receipt is under it.' }),
      outcome: Type.Enum([...OUTCOMES]),
      sourceId: Type.Union([Type.String(), Type.Null()]),
      customerId: Type.Union([Type.String(), Type.Null()]),
      issues: Type.Array(refTo(IssueSchema)),
    },
    {
      description: 'What became of a record that was tried again.',
      examples: [
        {
          requestId: '61772ecb-66ae-431b-8fc0-54668f3a0267',
          outcome: 'created',
          sourceId: 'w-1001',
          customerId: '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10',
          issues: [],
        },
      ],
    },
  ),
);

const FIXES = Type.Optional(Type.Enum(['apply'], { description: 'Takes every certain suggestion.' }));
const RetryBody = Type.Object(
  {
    payload: Type.Optional(
      Type.String({
        maxLength: PAYLOAD_CHARACTERS_MAX,
        description: 'The record, mended: JSON text in its own format. Absent: as it was edited before, else as it came.',
      }),
    ),
    fixes: FIXES,
  },
  { examples: [{ fixes: 'apply' }] },
);
export type RetryBody = Static<typeof RetryBody>;

export const RETRY = {
  operationId: 'retryRejection',
  summary: 'Tries a record again, as it was or mended',
  description:
    'One retry is one new outcome; the rejection closes as `retried` and names its request. A record that fails again is a new rejection.',
  tags: TAGS,
  params: ID,
  body: RetryBody,
  response: { 200: refTo(RetriedSchema) },
};

const Selection = {
  ids: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: RETRIED_MAX })),
  filter: Type.Optional(Type.Object(Filters, { additionalProperties: false })),
};

const RetryAllBody = Type.Object(
  {
    ...Selection,
    fixes: Type.Enum(['apply']),
    limit: limitSchema(RETRIED_MAX, RETRIED_MAX),
    cursor: CURSOR,
  },
  { examples: [{ filter: { code: 'country_unknown' }, fixes: 'apply' }] },
);
export type RetryAllBody = Static<typeof RetryAllBody>;

export const RETRY_ALL = {
  operationId: 'fixRejections',
  summary: 'Takes the certain suggestions of a selection, and tries those again that they make whole',
  description: 'One page of the selection; the others follow by `cursor`. A record of which a fault has no certain fix stays as it is.',
  tags: TAGS,
  body: RetryAllBody,
  response: {
    200: pageSchema(
      Type.Object({ rejectionId: Type.String({ format: 'uuid' }), retried: Type.Union([refTo(RetriedSchema), Type.Null()]) }),
      'What became of each of the page.',
    ),
  },
};

const reason = Type.String({
  minLength: 1,
  maxLength: REASON_CHARACTERS_MAX,
  description: 'Why it needs no mending.',
  examples: ['a test of theirs'],
});
const DismissBody = Type.Object({ reason });
export type DismissBody = Static<typeof DismissBody>;

export const DISMISS = {
  operationId: 'dismissRejection',
  summary: 'Closes a rejection that needs no mending',
  tags: TAGS,
  params: ID,
  body: DismissBody,
  response: { 200: refTo(RejectionSchema) },
};

const DismissAllBody = Type.Object(
  { ...Selection, reason },
  { examples: [{ filter: { source: 'wasabi', day: '2024-02-01' }, reason: 'a test of theirs' }] },
);
export type DismissAllBody = Static<typeof DismissAllBody>;

export const DISMISS_ALL = {
  operationId: 'dismissRejections',
  summary: 'Closes every open rejection of a selection',
  tags: TAGS,
  body: DismissAllBody,
  response: { 200: Type.Object({ dismissed: Type.Integer() }, { description: 'How many were closed.' }) },
};
