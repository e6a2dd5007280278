// What the export of customers takes and gives: the filters of finding, and the form of the file.

import { CustomerSchema } from './customer.ts';
import { FILTERS } from './find-customers.ts';
import { PAST } from './past.ts';
import { exampleLines } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const ENTRIES_MAX = 20;
const TABLE = 'id,status,birthDate,country\n6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10,active,1990-01-01,CA\n';

const ExportQuery = Type.Object({
  ...FILTERS,
  format: Type.Optional(Type.Enum(['registry', 'cobi', 'wasabi'], { default: 'registry', description: 'The form of the records.' })),
  as: Type.Optional(Type.Enum(['ndjson', 'csv'], { default: 'ndjson', description: 'One a line, or a table.' })),
  losses: Type.Optional(
    Type.Enum(['body'], {
      description: 'NDJSON: each line holds the record beside its losses; customers that have no such form are lines too.',
    }),
  ),
  entries: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: ENTRIES_MAX,
      default: 3,
      description: 'CSV: columns for so many entries of each list; more are left out.',
    }),
  ),
  ...PAST,
  after: Type.Optional(
    Type.String({ format: 'uuid', description: 'Goes on behind this customer: the last one of an export that broke off.' }),
  ),
});

export type ExportQuery = Static<typeof ExportQuery>;

export const EXPORT = {
  operationId: 'exportCustomers',
  summary: 'Every customer that meets the filters, as a file',
  description:
    'All as they were at one moment, in the order of their ids, streamed; with `asOf` or `knownAt` at a past one, by all filters but `q`. Cells of a table that a spreadsheet would run get an apostrophe in front, which an import takes back.',
  tags: ['imports'],
  querystring: ExportQuery,
  response: {
    200: {
      description: 'The file.',
      content: {
        'application/x-ndjson': { schema: Type.String({ examples: [exampleLines(CustomerSchema)] }) },
        'text/csv': { schema: Type.String({ examples: [TABLE] }) },
      },
    },
  },
};
