// What became of records: counts by outcome, issues, receipts and rejections.

import { OUTCOMES } from '../../core/outcome.ts';
import { Type } from 'typebox';
import { partOf, refTo } from './part.ts';

const count = Type.Integer({ minimum: 0 });
const text = Type.String();
const time = Type.String({ format: 'date-time', description: 'UTC, with microseconds.' });

export const OutcomeCountsSchema = partOf(
  'OutcomeCounts',
  Type.Object(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count])), {
    description: 'How many records ended in each outcome: every record received has exactly one.',
  }),
);

export const IssueSchema = partOf(
  'Issue',
  Type.Object(
    {
      code: Type.String({ description: 'A stable code: see the list of errors.' }),
      pointer: Type.String({ description: 'RFC 6901 JSON Pointer into the record as it was sent.' }),
      message: text,
      severity: Type.Enum(['error', 'warning']),
      suggestion: Type.Optional(Type.Unknown({ description: 'The intended value, only where it is certain.' })),
      fix: Type.Optional(Type.Enum(['leave_out', 'plain_spaces'], { description: 'A certain fix that no value expresses.' })),
      index: Type.Optional(Type.Integer({ description: 'Which record of the request, from 0.' })),
      line: Type.Optional(Type.Integer({ description: 'Which line of the request, from 1.' })),
      byteOffset: Type.Optional(Type.Integer({ description: 'Where the line begins.' })),
    },
    { description: 'One fault (`error`: the record is rejected) or doubt (`warning`) about one field of one record.' },
  ),
);

const COUNTS = { created: 2, updated: 0, unchanged: 0, stale: 0, rejected: 1, suppressed: 0 };
const TOTALS = { offered: 3, received: 3, notTaken: 0, outcomes: COUNTS };
const ISSUE = {
  code: 'country_unknown',
  pointer: '/body/addresses/0/countryCode',
  message: '"countryCode" must be an assigned ISO 3166-1 alpha-2 code in capitals ("UK").',
  severity: 'error',
  suggestion: 'GB',
};
const FEED = { source: 'wasabi', format: 'wasabi', recordType: 'customer' };
const REQUEST = '61772ecb-66ae-431b-8fc0-54668f3a0267';
const AT = '2024-02-01T10:00:00.123456Z';

const totals = { offered: count, received: count, notTaken: count, outcomes: refTo(OutcomeCountsSchema) };

export const ReceiptSchema = partOf(
  'Receipt',
  Type.Object(
    {
      requestId: text,
      source: text,
      format: text,
      recordType: text,
      state: Type.Enum(['receiving', 'complete', 'cut']),
      ...totals,
      offered: Type.Union([count, Type.Null()], { description: 'Null while the request is being received.' }),
      issuesTotal: count,
      lastLine: Type.Union([count, Type.Null()], { description: 'The last line that is kept; null for carriers without lines.' }),
      beganAt: time,
      progressAt: time,
    },
    {
      description: 'What became of one request’s records. `offered = received + notTaken`, and `received` is the sum of the outcomes.',
      examples: [{ requestId: REQUEST, ...FEED, state: 'complete', ...TOTALS, issuesTotal: 1, lastLine: 3, beganAt: AT, progressAt: AT }],
    },
  ),
);

export const DayOutcomesSchema = partOf(
  'DayOutcomes',
  Type.Object(
    { day: Type.String({ format: 'date' }), source: text, format: text, recordType: text, ...totals },
    { description: 'One day (UTC) of one feed.' },
  ),
);

export const OutcomesAnswer = Type.Object(
  { data: Type.Array(refTo(DayOutcomesSchema)), total: Type.Object(totals) },
  {
    description: 'Days, newest first, and their sum.',
    examples: [{ data: [{ day: '2024-02-01', ...FEED, ...TOTALS }], total: TOTALS }],
  },
);

export const RejectionSchema = partOf(
  'Rejection',
  Type.Object(
    {
      rejectionId: Type.String({ format: 'uuid' }),
      requestId: text,
      source: text,
      format: text,
      recordType: text,
      sourceId: Type.Union([text, Type.Null()]),
      place: Type.Unknown({ description: '`{index}`, or `{line, byteOffset}`.' }),
      payload: Type.Union([text, Type.Null()], { description: 'What was sent, at most 256 KiB of it.' }),
      payloadBytes: count,
      editedPayload: Type.Union([text, Type.Null()], { description: 'The record as mended by hand, which a retry takes.' }),
      editedAt: Type.Union([time, Type.Null()]),
      issues: Type.Array(refTo(IssueSchema)),
      state: Type.String({ description: '`open`, `retried`, `superseded` (the same record arrived valid since) or `dismissed`.' }),
      receivedAt: time,
      importId: Type.Union([text, Type.Null()], { description: 'The import it came with.' }),
      retryOf: Type.Union([text, Type.Null()], { description: 'The rejection whose retry this came from.' }),
      retriedAs: Type.Union([text, Type.Null()], { description: 'The request of its own retry.' }),
      dismissReason: Type.Union([text, Type.Null()]),
      closedAt: Type.Union([time, Type.Null()]),
    },
    {
      description: 'A record that failed, kept with its issues.',
      examples: [
        {
          rejectionId: '0b7c6b0e-2f53-4a0e-9d7f-3f0f7b1f6a11',
          requestId: REQUEST,
          ...FEED,
          sourceId: '123456789',
          place: { line: 2, byteOffset: 412 },
          payload: '{"eventType":"CUSTOMER", …}',
          payloadBytes: 412,
          editedPayload: null,
          editedAt: null,
          issues: [ISSUE],
          state: 'open',
          receivedAt: AT,
          importId: null,
          retryOf: null,
          retriedAs: null,
          dismissReason: null,
          closedAt: null,
        },
      ],
    },
  ),
);

const ANSWER = {
  requestId: REQUEST,
  status: 207,
  ...TOTALS,
  issuesTotal: 1,
  issues: [{ index: 2, ...ISSUE }],
  rejections: `/v1/rejections?requestId=${REQUEST}`,
};

const answerMembers = {
  requestId: text,
  status: Type.Integer({ description: '200 all taken, 207 some, 400 none valid, 500 none kept.' }),
  ...totals,
  issuesTotal: count,
  issues: Type.Array(refTo(IssueSchema), { description: 'The first 1,000.' }),
  rejections: Type.Union([text, Type.Null()], { description: 'Where the rejected records are.' }),
};

const part = Type.Object(
  { requestId: text, source: text, format: text, recordType: text, ...totals },
  { description: 'The records of one feed: their receipt and rejections are under this id.' },
);

export const MixedAnswer = partOf(
  'MixedAnswer',
  Type.Object(
    {
      ...answerMembers,
      parts: Type.Array(part),
      customerId: Type.Optional(Type.Union([text, Type.Null()], { description: 'Of one record that was put: its customer.' })),
    },
    {
      description: 'What became of a request’s records, in all and by feed.',
      examples: [{ ...ANSWER, parts: [{ requestId: REQUEST, ...FEED, ...TOTALS }] }],
    },
  ),
);

export const IngestAnswer = partOf(
  'IngestAnswer',
  Type.Object(answerMembers, { description: 'What became of a request’s records.', examples: [ANSWER] }),
);
