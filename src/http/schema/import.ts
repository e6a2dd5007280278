// What the routes of imports take and give.

import { CURSOR, FIXES, limitSchema, SOURCE } from './parameters.ts';
import { IMPORT_STATES } from '../../core/import.ts';
import { ImportPlanSchema } from './import-plan.ts';
import { OutcomeCountsSchema } from './outcome.ts';
import { pageSchema, partOf, refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';

const TAGS = ['imports'];
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const time = Type.String({ format: 'date-time' });
const orNull = (schema: TSchema, description: string): TSchema => Type.Union([schema, Type.Null()], { description });

const IssueGroupSchema = Type.Object({
  code: text,
  field: Type.String({ description: 'RFC 6901 JSON Pointer into the record, with `*` for places in lists.' }),
  severity: Type.Enum(['error', 'warning']),
  message: text,
  suggestion: Type.Optional(Type.Unknown()),
  count,
  first: Type.Integer({ description: 'The line of the first one; in a JSON array, its place from 1.' }),
});

const ColumnSchema = Type.Object({
  column: text,
  field: orNull(text, 'The field that it fills.'),
  use: Type.Enum(['mapped', 'kept', 'ignored'], { description: '`kept`: under its own name, as an unknown field.' }),
});

export const ImportSchema = partOf(
  'Import',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      name: text,
      state: Type.Enum([...IMPORT_STATES]),
      source: orNull(text, 'Null until the file is looked through.'),
      format: Type.Enum(['auto', 'cobi', 'wasabi', 'registry']),
      recordType: Type.Enum(['auto', 'customer', 'institute', 'course']),
      policy: Type.Enum(['reject_rows', 'reject_file']),
      dryRun: Type.Boolean(),
      fixes: Type.Boolean(),
      bytes: count,
      carrier: orNull(Type.Enum(['lines', 'array', 'document', 'csv']), 'How the file carries its records.'),
      records: orNull(count, 'How many records the file holds, once that is known.'),
      received: Type.Integer({ description: 'How many of them have an outcome: the sum of `outcomes`.' }),
      outcomes: refTo(OutcomeCountsSchema),
      columns: orNull(Type.Array(ColumnSchema), 'What became of a table’s columns.'),
      issues: orNull(Type.Array(IssueGroupSchema), 'Every kind of issue in the file, once it is through.'),
      plan: orNull(ImportPlanSchema, 'What a dry run found; null in lists.'),
      undo: orNull(Type.Object({ versions: count, confirmed: count, customers: count, removed: count }), 'What undoing it took back.'),
      reason: orNull(text, 'Why it failed.'),
      createdAt: time,
      startedAt: orNull(time, 'When the first batch was taken.'),
      finishedAt: orNull(time, 'When it ended.'),
      undoneAt: orNull(time, 'When it was undone.'),
      undoableUntil: orNull(time, 'Until when it can be undone.'),
    },
    {
      description: 'A job that takes in a file.',
      examples: [
        {
          id: '0c9a4b7e-2d61-4f83-b5e0-7a3d1c8f6e22',
          name: 'students.csv',
          state: 'running',
          source: 'cobi',
          format: 'cobi',
          recordType: 'customer',
          policy: 'reject_rows',
          dryRun: false,
          fixes: false,
          bytes: 48_213,
          carrier: 'csv',
          records: 500,
          received: 500,
          outcomes: { created: 498, updated: 0, unchanged: 0, stale: 0, rejected: 2, suppressed: 0 },
          columns: [{ column: 'Key', field: 'customer_id', use: 'mapped' }],
          issues: null,
          plan: null,
          undo: null,
          reason: null,
          createdAt: '2024-02-01T10:00:00.123456Z',
          startedAt: '2024-02-01T10:00:00.200000Z',
          finishedAt: null,
          undoneAt: null,
          undoableUntil: null,
        },
      ],
    },
  ),
);

const ID = Type.Object({ id: Type.String({ format: 'uuid', description: 'The import’s id.' }) });

const StartQuery = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 255, description: 'The file’s name, for people.', examples: ['students.csv'] })),
  format: Type.Optional(Type.Enum(['auto', 'cobi', 'wasabi', 'registry'], { default: 'auto' })),
  recordType: Type.Optional(Type.Enum(['auto', 'customer', 'institute', 'course'], { default: 'auto' })),
  source: SOURCE,
  policy: Type.Optional(
    Type.Enum(['reject_rows', 'reject_file'], { default: 'reject_rows', description: '`reject_file`: all of the file, or nothing.' }),
  ),
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Takes nothing in: the job ends with a `plan` that says what taking the file in would come to.' }),
  ),
  fixes: FIXES,
  mapping: Type.Optional(
    Type.String({
      maxLength: 65_536,
      description: 'JSON: column → field, or null to leave it out.',
      examples: ['{"Key":"customerId","note":null}'],
    }),
  ),
  upload: Type.Optional(Type.Enum(['parts'], { description: 'The file follows in parts: the body is empty.' })),
});

export type StartQuery = Static<typeof StartQuery>;

export const START = {
  operationId: 'startImport',
  summary: 'Uploads a file and has it taken in',
  description:
    'The body is the file: NDJSON, a JSON array, a wrapped array, or CSV; plain, gzip or zstd. With `upload=parts` it follows by `/parts` and `/complete`, ' +
    'as it can behind an upload that broke off: what came stays.',
  tags: TAGS,
  querystring: StartQuery,
  response: { 202: refTo(ImportSchema) },
};

const PartQuery = Type.Object({
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Where in the file this part begins.' })),
});
export type PartQuery = Static<typeof PartQuery>;

export const PART = {
  operationId: 'uploadImportPart',
  summary: 'Uploads the next part of a file',
  tags: TAGS,
  params: ID,
  querystring: PartQuery,
  response: { 200: refTo(ImportSchema) },
};

const ListQuery = Type.Object({ limit: limitSchema(200), cursor: CURSOR });
export type ListQuery = Static<typeof ListQuery>;

export const LIST = {
  operationId: 'listImports',
  summary: 'Lists imports, newest first',
  tags: TAGS,
  querystring: ListQuery,
  response: { 200: pageSchema(refTo(ImportSchema), 'One page of imports.') },
};

export const ONE = {
  operationId: 'readImport',
  summary: 'How an import stands',
  description: 'With `Accept: text/event-stream`: an event `import` at each change, until the job ends.',
  tags: TAGS,
  params: ID,
  response: { 200: refTo(ImportSchema) },
};

const step = (operationId: string, summary: string): object => ({
  operationId,
  summary,
  tags: TAGS,
  params: ID,
  response: { 202: refTo(ImportSchema) },
});

export const COMPLETE = step('completeImportUpload', 'The file is whole: has it taken in');
export const CANCEL = step('cancelImport', 'Stops an import at the end of a batch; what was taken stays');
export const RESUME = step('resumeImport', 'Goes on with a canceled import');

const UndoQuery = Type.Object({
  dryRun: Type.Optional(Type.Boolean({ description: 'Says what would change, and changes nothing.' })),
});
export type UndoQuery = Static<typeof UndoQuery>;

const PLAN = {
  mode: 'undo',
  versions: 498,
  confirmed: 0,
  customers: 498,
  removed: 497,
  differences: [{ customerId: '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10', status: 'removed', fields: ['status', 'birthDate'] }],
};
const UndoPlan = Type.Object(
  {
    mode: Type.Enum(['undo', 'restore']),
    versions: count,
    confirmed: Type.Integer({ description: 'Versions that stay because others confirmed them.' }),
    customers: count,
    removed: Type.Integer({ description: 'Customers left without a record.' }),
    differences: Type.Array(Type.Object({ customerId: Type.String({ format: 'uuid' }), status: text, fields: Type.Array(text) }), {
      description: 'The first 100.',
    }),
  },
  { description: 'What undoing would change.', examples: [PLAN] },
);

export const UNDO = {
  operationId: 'undoImport',
  summary: 'Takes back what an import brought; asked again, brings it back',
  description: 'Later changes by others stay, and so does what others said again since. A customer left without a record is `removed`.',
  tags: TAGS,
  params: ID,
  querystring: UndoQuery,
  response: { 200: UndoPlan, 202: refTo(ImportSchema) },
};

const REJECTED_LINE =
  '{"customer_id":"550e8400-e29b-41d4-a716-446655440000","region":"UK","_line":2,"_field":"/region","_code":"country_unknown"}\n';
const REJECTED_ROW = `customer_id,region,_line,_field,_code,_message,_suggestion
550e8400-e29b-41d4-a716-446655440000,UK,2,/region,country_unknown,"""region"" must be an assigned ISO 3166-1 alpha-2 code in capitals.",GB
`;

export const REJECTS = {
  operationId: 'readImportRejects',
  summary: 'The rejected records in the file’s own form, with the reasons beside them',
  description:
    'Mend them in place and import the file as it is: the columns `_line`, `_field`, `_code`, `_message`, `_suggestion` are ignored on the way in.',
  tags: TAGS,
  params: ID,
  response: {
    200: {
      description: 'The rejected records.',
      content: {
        'application/x-ndjson': { schema: Type.String({ examples: [REJECTED_LINE] }) },
        'text/csv': { schema: Type.String({ examples: [REJECTED_ROW] }) },
      },
    },
  },
};
