// Filters held to a state of a customer, one by one.

import { expect, it } from 'vitest';
import { meetsFilters } from '../../src/core/meets-filters.ts';
import { project } from '../../src/core/project.ts';
import type { PastFilters } from '../../src/core/meets-filters.ts';

const ID = '550E8400-e29b-41d4-a716-446655440000';
const statement = {
  birthDate: '1990-05-05',
  gender: 'FEMALE',
  country: 'CA',
  instituteId: ID,
  courseId: ID,
  marketing: true,
  dependents: [],
  addresses: [],
  identifiers: [{ type: 'customer_id', id: ID }],
  updatedAt: '2024-01-02T00:00:00.000000Z',
};
const content = project([
  { source: 'cobi', sourceId: ID, versionTime: '2024-01-02T00:00:00.000000Z', isDeleted: false, statement, optIns: {} },
]);
const state = { content, changedAt: '2024-01-03T00:00:00.000000Z' };

const CASES: readonly (readonly [keyof PastFilters, PastFilters, PastFilters])[] = [
  ['status', { status: 'active' }, { status: 'deleted' }],
  ['country', { country: 'CA' }, { country: 'GB' }],
  ['gender', { gender: 'FEMALE' }, { gender: 'female' }],
  ['source', { source: 'cobi' }, { source: 'wasabi' }],
  ['externalId', { externalId: { source: 'cobi', id: ID.toLowerCase() } }, { externalId: { source: 'wasabi', id: ID } }],
  ['birthDateFrom', { birthDateFrom: '1990-05-05' }, { birthDateFrom: '1990-05-06' }],
  ['birthDateTo', { birthDateTo: '1990-05-05' }, { birthDateTo: '1990-05-04' }],
  ['instituteId', { instituteId: ID.toLowerCase() }, { instituteId: 'x' }],
  ['courseId', { courseId: ID }, { courseId: 'x' }],
  ['consent', { consent: { channel: 'marketing', state: 'granted' } }, { consent: { channel: 'sms', state: 'granted' } }],
  ['changedSince', { changedSince: '2024-01-03T00:00:00.000000Z' }, { changedSince: '2024-01-03T00:00:00.000001Z' }],
  ['updatedSince', { updatedSince: '2024-01-02T00:00:00.000000Z' }, { updatedSince: '2024-01-02T00:00:00.000001Z' }],
];

it.each(CASES)('holds a state to "%s"', (_name, met, missed) => {
  expect(meetsFilters(state, met)).toBe(true);
  expect(meetsFilters(state, missed)).toBe(false);
  expect(meetsFilters(state, { ...met, ...missed })).toBe(false);
});

it('asks for all of them', () => {
  expect(meetsFilters(state, Object.assign({}, ...CASES.map(([, met]) => met)) as PastFilters)).toBe(true);
  expect(meetsFilters(state, {})).toBe(true);
});
