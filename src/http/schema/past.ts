// The past of a customer, and why it is shown as it is, as the API describes them.

import { CURSOR, limitSchema } from './parameters.ts';
import { pageSchema } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const text = Type.String();
const pointer = Type.String({ description: 'RFC 6901 pointer into the customer.', examples: ['/birthDate'] });
const value = (example: string) => Type.Unknown({ examples: [example] });
const time = Type.String({ format: 'date-time' });

/** Parameters of every route that reads a past state. */
export const PAST = {
  asOf: Type.Optional(
    Type.String({
      description: 'A time with its offset. The customer as it was then, by the times that sources state: later versions are left out.',
      examples: ['2024-05-01T00:00:00Z'],
      maxLength: 64,
    }),
  ),
  knownAt: Type.Optional(
    Type.String({
      description: 'A time with its offset. The customer as the registry knew it then: what was committed later is left out.',
      examples: ['2024-05-02T00:00:00Z'],
      maxLength: 64,
    }),
  ),
};

const HistoryQuery = Type.Object({ ...PAST, limit: limitSchema(200), cursor: CURSOR });
const ProvenanceQuery = Type.Object(PAST);

export type HistoryQuery = Static<typeof HistoryQuery>;
export type ProvenanceQuery = Static<typeof ProvenanceQuery>;

const PARAMS = Type.Object({ id: Type.String({ description: 'The registry’s id of the customer, a UUID.' }) });

const Cause = Type.Object({
  kind: Type.Enum(['stated', 'revoked', 'restored', 'linked', 'unlinked']),
  source: text,
  sourceId: text,
  versionNo: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the record’s versions; null where a link was made or revoked.' }),
  versionTime: Type.Union([time, Type.Null()], { description: 'When it was true, as the source says.' }),
  timeSource: Type.Union([Type.Enum(['stated', 'received']), Type.Null()]),
});

const Entry = Type.Object(
  {
    version: Type.Integer({ description: 'The customer’s version that the change made.' }),
    type: Type.String({ examples: ['customer.updated'], description: '`customer.created`, `.updated`, `.deleted`, `.restored`, …' }),
    trueAt: Type.Union([time, Type.Null()], { description: 'When it was true: the latest version time among the causes.' }),
    knownAt: Type.String({ format: 'date-time', description: 'When it was known: the time of the commit.' }),
    commitNo: Type.Integer({ description: 'The commit, of the account’s.' }),
    causes: Type.Array(Cause, { description: 'Which records brought it.' }),
    values: Type.Array(Type.Object({ pointer, from: value('1990-01-01'), to: value('1990-01-10') }), {
      description: 'Which values it changed, by RFC 6901 pointers into the customer, from what to what.',
    }),
  },
  { description: 'One change of the customer.' },
);

export const HISTORY = {
  operationId: 'listCustomerHistory',
  summary: 'List every change of a customer, latest first',
  description: 'When each change was true, when it was known, which record brought it, and which values it changed, from what to what.',
  tags: ['customers'],
  params: PARAMS,
  querystring: HistoryQuery,
  response: { 200: pageSchema(Entry, 'One page of changes.') },
};

const Origin = Type.Object({
  source: text,
  sourceId: text,
  versionNo: Type.Integer(),
  versionTime: time,
  timeSource: Type.Enum(['stated', 'received']),
  receivedAt: time,
});

const ExplainedValue = Type.Object({
  pointer,
  value: value('1990-01-10'),
  rule: Type.String({ examples: ['latest_statement'], description: 'The survivorship rule that chose it: see `rules`.' }),
  from: Type.Union([Origin, Type.Null()], { description: 'The version that states it; null where nothing that counts states one.' }),
  alsoFrom: Type.Array(Origin, { description: 'Who says the same.' }),
  lost: Type.Array(
    Type.Object({
      value: value('1990-01-01'),
      from: Origin,
      because: Type.Enum(['older', 'tie', 'deleted', 'not_earliest', 'not_latest']),
    }),
    { description: 'The values that lost, and why.' },
  ),
});

const Conflict = Type.Object({
  field: Type.String({ examples: ['birthDate'] }),
  values: Type.Array(Type.Object({ source: text, sourceId: text, value: Type.String({ examples: ['1990-01-01'] }), at: time })),
});

export const PROVENANCE = {
  operationId: 'explainCustomer',
  summary: 'Explain where every value of a customer comes from',
  description: 'For each value the source, record and version that states it, the rule that chose it, and the values that lost.',
  tags: ['customers'],
  params: PARAMS,
  querystring: ProvenanceQuery,
  response: {
    200: Type.Object(
      {
        customerId: Type.String({ format: 'uuid' }),
        version: Type.Integer({ description: 'The customer’s version that is explained.' }),
        values: Type.Array(ExplainedValue),
        conflicts: Type.Array(Conflict, { description: 'Fields for which active records state different values.' }),
        rules: Type.Record(Type.String(), text, {
          description: 'What the rules say, by name.',
          examples: [{ latest_statement: 'The value of the record with the latest version time that states one.' }],
        }),
      },
      { description: 'Every shown value, in the order in which it is shown.' },
    ),
  },
};
