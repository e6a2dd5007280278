// What the routes that write records take and give.

import { CobiRecordSchema, WasabiEventSchema } from './source-record.ts';
import { CustomerSchema } from './customer.ts';
import { FIXES, SOURCE } from './parameters.ts';
import { MixedAnswer } from './outcome.ts';
import { Problem } from './problem.ts';
import { exampleLines, refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const FORMAT = Type.Optional(
  Type.Enum(['cobi', 'wasabi', 'registry'], { description: 'What every record is; without it, each is recognised by itself.' }),
);
const RecordsQuery = Type.Object({ source: SOURCE, format: FORMAT, fixes: FIXES });
const PutQuery = Type.Object({ format: FORMAT, fixes: FIXES });

export type RecordsQuery = Static<typeof RecordsQuery>;
export type PutQuery = Static<typeof PutQuery>;

const AnyRecord = Type.Union([refTo(WasabiEventSchema), refTo(CobiRecordSchema), refTo(CustomerSchema)], {
  description: 'A record of any format.',
});
const answered = { 'application/json': { schema: refTo(MixedAnswer) } };
const response = {
  200: { description: 'All taken.', content: answered },
  207: { description: 'Some rejected or not taken.', content: answered },
  400: {
    description: 'None valid; or `request_invalid`, `body_unreadable`: nothing was read.',
    content: { ...answered, 'application/problem+json': { schema: refTo(Problem) } },
  },
};

export const TAKE_RECORDS = {
  operationId: 'takeRecords',
  summary: 'Takes records of any format, mixed: one, an array, a wrapped array, or one a line',
  description: 'Each record is recognised by itself. Each feed’s records are kept as a part with a receipt of its own.',
  tags: ['records'],
  querystring: RecordsQuery,
  response,
};

export const TAKING = {
  permission: 'customers.write',
  takes: {
    'application/json': Type.Union([
      AnyRecord,
      Type.Array(AnyRecord),
      Type.Object({ records: Type.Array(AnyRecord) }, { description: 'Also under "customers" or "events".' }),
    ]),
    'application/x-ndjson': Type.String({
      description: 'One record a line; optionally gzip or zstd.',
      examples: [exampleLines(CobiRecordSchema, WasabiEventSchema)],
    }),
  },
  refusals: ['request_id_reused', 'idempotency_key_reused', 'idempotency_key_in_use', 'conflict'],
} as const;

export const PUT_RECORD = {
  operationId: 'putCustomerRecord',
  summary: 'Puts what a source says of one customer',
  description:
    'The record’s id must be that of the address. What was said before is kept as an earlier version; a record older than what is held is `stale`.',
  tags: ['records'],
  params: Type.Object({
    source: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'The feed’s name: 1 to 40 characters of a-z, 0-9 and "-".' }),
    id: Type.String({ description: 'The id by which the source knows the customer; `/` is written `%2F`.' }),
  }),
  querystring: PutQuery,
  response,
};

export const PUTTING = {
  permission: 'customers.write',
  takes: { 'application/json': AnyRecord },
  refusals: ['request_id_reused', 'idempotency_key_reused', 'idempotency_key_in_use', 'conflict'],
} as const;
