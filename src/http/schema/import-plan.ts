// What the dry run of an import gives.

import { OutcomeCountsSchema } from './outcome.ts';
import { refTo } from './part.ts';
import { Type } from 'typebox';
import type { TProperties, TSchema } from 'typebox';

const text = Type.String();
const count = Type.Integer({ minimum: 0 });

const FIRST = 'The first 100, in the order of the file';

const shown = (entry: TProperties, description: string, order = `${FIRST}.`): TSchema => {
  const line = Type.Integer({ description: 'The first record behind it: its line, or its place in the list (from 1).' });
  const first = Type.Array(Type.Object({ line, ...entry }), { description: order });
  return Type.Object({ total: count, first }, { description });
};

const value = Type.Object({
  pointer: Type.String({ description: 'RFC 6901 pointer into the customer.' }),
  from: Type.Unknown(),
  to: Type.Unknown(),
});

export const ImportPlanSchema = Type.Object(
  {
    outcomes: refTo(OutcomeCountsSchema),
    customers: Type.Object(
      { 'customer.created': count, 'customer.updated': count, 'customer.deleted': count, 'customer.restored': count },
      { description: 'Customers whom the file would change, by the kind of change.' },
    ),
    differences: shown(
      { customerId: text, change: text, values: Type.Array(value) },
      'Customers that would be others than they are, field by field.',
      `${FIRST}; but new customers come behind those who are known, whom they would hide.`,
    ),
    links: Type.Integer({ minimum: 0, description: 'Records that would be linked to a customer for the first time.' }),
    joins: shown({ sourceId: text, customerId: text }, 'Those of them that would join a customer who is known by other records already.'),
    conflicts: shown(
      { customerId: text, field: text, values: Type.Array(Type.Object({ source: text, sourceId: text, value: text, at: text })) },
      'Conflicts that would arise: records of one person that state different values.',
    ),
  },
  { description: 'What taking the file in would come to. Nothing of it is kept.' },
);
