// Cobi's documented records: the customer (cobi-customer-model.txt) and the institute and course it refers to.

import { ranksOf } from '../members.ts';

/** Members of each type in documented order. */
export const COBI_MEMBERS = ranksOf([
  'customer_id',
  'user_id',
  'birthdate',
  'institute_id',
  'course_id',
  'name',
  'region',
  'gender',
  'created',
  'updated',
  'is_deleted',
]);

export const COBI_ID = { customer: 'customer_id', institute: 'institute_id', course: 'course_id' } as const;
