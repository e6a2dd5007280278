// Numbers for charts, as the API describes them.

import { OutcomeCountsSchema } from './outcome.ts';
import { refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static, TInteger, TSchema } from 'typebox';

const DAYS_MAX = 366;
const count = Type.Integer({ minimum: 0 });
const day = Type.String({ format: 'date', description: 'UTC.' });

const valuesOf = (description: string): TSchema =>
  Type.Array(Type.Object({ value: Type.Union([Type.String(), Type.Null()]), count }), { description });

const CUSTOMERS = Type.Object(
  {
    total: count,
    byStatus: valuesOf('Of all customers.'),
    byCountry: valuesOf('Of active customers; null: not known.'),
    byGender: valuesOf('Of active customers, as sources spell it; the 100 most frequent.'),
    byAge: valuesOf('Of active customers: `0-17`, `18-24`, …, `65+`; null: not known.'),
    byMarketing: valuesOf('Of active customers: `granted`, `refused`, `not_stated`.'),
    bySms: valuesOf('Of active customers: `granted`, `refused`, `not_stated`.'),
    bySource: valuesOf('Customers of whom the source has a record.'),
    openRejections: count,
    byRejectionCode: valuesOf('Open rejections that have an issue of the code.'),
  },
  { description: 'Most frequent values first.' },
);

const DAY = '2024-02-01';
const EXAMPLE = {
  asOf: `${DAY}T10:00:00.123456Z`,
  isCurrent: true,
  customers: {
    total: 3,
    byStatus: [{ value: 'active', count: 3 }],
    byCountry: [
      { value: 'CA', count: 2 },
      { value: null, count: 1 },
    ],
    byGender: [{ value: null, count: 3 }],
    byAge: [{ value: '25-34', count: 3 }],
    byMarketing: [{ value: 'granted', count: 3 }],
    bySms: [{ value: 'not_stated', count: 3 }],
    bySource: [{ value: 'cobi', count: 3 }],
    openRejections: 1,
    byRejectionCode: [{ value: 'type_wrong', count: 1 }],
  },
  received: [{ day: DAY, received: 4, outcomes: { created: 3, updated: 0, unchanged: 0, stale: 0, rejected: 1, suppressed: 0 } }],
  growth: [{ day: DAY, created: 3, updated: 0, deleted: 0, restored: 0 }],
};

/** A handler always finds it, because the validator puts the default in. */
const DAYS: TInteger = Type.Optional(
  Type.Integer({ minimum: 1, maximum: DAYS_MAX, default: 30, description: 'How many days back, today included.' }),
);
const StatsQuery = Type.Object({ days: DAYS });

export type StatsQuery = Static<typeof StatsQuery>;

export const STATS = {
  operationId: 'readStats',
  summary: 'Numbers for charts',
  description: 'Customers are counted when somebody asks and they have changed since; until the count is done the last one is given.',
  tags: ['stats'],
  querystring: StatsQuery,
  response: {
    200: Type.Object(
      {
        asOf: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
          description: 'When the count of customers began; null: none is done yet.',
        }),
        isCurrent: Type.Boolean({ description: 'No customer has changed since.' }),
        customers: Type.Union([CUSTOMERS, Type.Null()]),
        received: Type.Array(Type.Object({ day, received: count, outcomes: refTo(OutcomeCountsSchema) }), {
          description: 'Records by day, oldest first.',
        }),
        growth: Type.Array(Type.Object({ day, created: count, updated: count, deleted: count, restored: count }), {
          description: 'Changes of customers by day, oldest first; the last seconds may be missing while very many come.',
        }),
      },
      { description: 'The account’s numbers.', examples: [EXAMPLE] },
    ),
  },
};
