// Cobi's documented records: the customer (cobi-customer-model.txt) and the institute and course it refers to.

import { ranksOf } from '../members.ts';
import type { Known } from '../format-rules.ts';

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

/** What a customer may hold. */
export const COBI_KNOWN: Known = {
  customer_id: true,
  user_id: true,
  birthdate: true,
  institute_id: true,
  course_id: true,
  region: true,
  gender: true,
  created: true,
  updated: true,
  is_deleted: true,
};
