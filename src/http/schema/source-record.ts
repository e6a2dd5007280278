// Records as Cobi and Wasabi have them, and Cobi's answer. They are documented here and judged in formats/, record by record: unknown
// members are kept, and one bad record disturbs no other.

import { ADDRESS_MEMBERS } from './customer.ts';
import { Type } from 'typebox';
import { IssueSchema, OutcomeCountsSchema } from './outcome.ts';
import { partOf, refTo } from './part.ts';
import type { TSchema } from 'typebox';

const text = Type.String();
const date = Type.String({ format: 'date' });
const time = Type.String({ format: 'date-time' });
const orNull = (schema: TSchema): TSchema => Type.Optional(Type.Union([schema, Type.Null()]));
const bookkeeping = { created: orNull(time), updated: orNull(time), is_deleted: orNull(Type.Boolean()) };

export const CobiRecordSchema = partOf(
  'CobiRecord',
  Type.Object(
    {
      customer_id: Type.Optional(Type.String({ format: 'uuid' })),
      user_id: Type.Optional(Type.String({ format: 'uuid' })),
      birthdate: orNull(date),
      institute_id: orNull(text),
      course_id: orNull(text),
      name: Type.Optional(text),
      region: Type.Optional(text),
      gender: orNull(text),
      ...bookkeeping,
    },
    {
      description:
        'A customer (`customer_id`, `user_id` and `region` required), an institute (`institute_id`, `name`, `region`) or a course (`course_id`, `name`).',
      examples: [
        {
          customer_id: '550e8400-e29b-41d4-a716-446655440000',
          user_id: '550e8400-e29b-41d4-a716-446655440001',
          birthdate: '1990-01-01',
          region: 'CA',
          updated: '2023-06-22T09:15:30Z',
        },
      ],
    },
  ),
);

export const CobiBatch = Type.Object(
  { records: Type.Array(refTo(CobiRecordSchema), { minItems: 1, maxItems: 5_000 }) },
  { description: 'A batch of one type.' },
);

const batchData = Type.Object({
  status: Type.Enum(['success', 'partial', 'error']),
  type: text,
  message: text,
  request_id: text,
  batch_id: text,
  error: Type.String({ description: 'Empty when all went well, else one readable line.' }),
  outcomes: refTo(OutcomeCountsSchema),
  timeSource: Type.Object({ stated: Type.Integer(), received: Type.Integer() }),
  not_taken: Type.Integer(),
  issues_total: Type.Integer(),
  issues: Type.Array(refTo(IssueSchema)),
});

export const CobiAnswerSchema = partOf(
  'CobiAnswer',
  Type.Object(
    {
      request_id: text,
      type: text,
      batches: Type.Array(Type.Object({ batch: Type.Integer(), status: Type.Integer(), data: batchData })),
    },
    {
      description: 'What became of a request, batch by batch. The HTTP status is the batches’ common one, else 207.',
      examples: [
        {
          request_id: '4572dd63-61a0-48f8-908d-bfb477073ba5',
          type: 'customers',
          batches: [
            {
              batch: 1,
              status: 200,
              data: {
                status: 'success',
                type: 'customers',
                message: '1 of 1 records taken',
                request_id: '4572dd63-61a0-48f8-908d-bfb477073ba5',
                batch_id: '4572dd63-61a0-48f8-908d-bfb477073ba5-1',
                error: '',
                outcomes: { created: 1, updated: 0, unchanged: 0, stale: 0, rejected: 0, suppressed: 0 },
                timeSource: { stated: 1, received: 0 },
                not_taken: 0,
                issues_total: 0,
                issues: [],
              },
            },
          ],
        },
      ],
    },
  ),
);

const times = { createdAt: Type.Optional(time), updatedAt: Type.Optional(time) };
const dependent = Type.Object({ dependentId: text, dateOfBirth: date, type: text, ...times });
const address = Type.Object({ ...ADDRESS_MEMBERS, ...times });
const body = Type.Object({
  customerId: text,
  dateOfBirth: Type.Optional(date),
  status: Type.Optional(Type.Enum(['ACTIVE', 'DELETED'])),
  marketingOptIn: Type.Optional(Type.Boolean()),
  smsOptIn: Type.Optional(Type.Boolean()),
  dependents: Type.Optional(Type.Array(dependent)),
  addresses: Type.Array(address),
  createdAt: time,
  updatedAt: time,
});

export const WasabiEventSchema = partOf(
  'WasabiEvent',
  Type.Object(
    {
      eventType: Type.Enum(['CUSTOMER']),
      eventAction: Type.Enum(['CREATED', 'UPDATED']),
      version: Type.Number(),
      body,
    },
    {
      description: 'One import event: a full statement of one customer.',
      examples: [
        {
          eventType: 'CUSTOMER',
          eventAction: 'CREATED',
          version: 1,
          body: {
            customerId: '123456789',
            smsOptIn: false,
            addresses: [],
            createdAt: '2023-08-15T02:44:23.688Z',
            updatedAt: '2023-08-15T02:44:23.688Z',
          },
        },
      ],
    },
  ),
);

const events = Type.Array(refTo(WasabiEventSchema));

export const WasabiEvents = Type.Union([refTo(WasabiEventSchema), events, Type.Object({ customers: events }), Type.Object({ events })]);
