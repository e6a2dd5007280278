// What is told of a change: its kind, and the fields that differ.

import { expect, it } from 'vitest';
import { diff } from '../../src/core/change.ts';
import { CONTENT_FIELDS } from '../../src/core/customer.ts';
import { project } from '../../src/core/project.ts';
import { linkedRecord } from './linked-record.ts';

const nobody = project([linkedRecord({})]);

it('a first state is a creation, of everything at once', () => {
  const content = project([linkedRecord({ birthDate: '1990-01-01', createdAt: '2024-01-01T00:00:00.000000Z' })]);
  expect(diff(null, content)).toEqual({
    type: 'customer.created',
    fields: [],
  });
});

it('the same state again is no change', () => {
  expect(diff(nobody, project([linkedRecord({})]))).toBeNull();
});

it('a change names each field that differs and no other', () => {
  expect(diff(nobody, project([linkedRecord({ gender: 'X', marketing: true })]))).toEqual({
    type: 'customer.updated',
    fields: ['gender', 'consents'],
  });
});

it('the end and the return of the last active record are a deletion and a restoration', () => {
  const deleted = project([linkedRecord({}, { isDeleted: true })]);
  expect(diff(nobody, deleted)).toEqual({ type: 'customer.deleted', fields: ['status'] });
  expect(diff(deleted, nobody)).toEqual({ type: 'customer.restored', fields: ['status'] });
});

it('every field of a customer’s content can be told', () => {
  expect(CONTENT_FIELDS.toSorted()).toEqual(Object.keys(nobody).toSorted());
});

it('is a deletion where the last record is gone, and none where the customer was deleted already', () => {
  const [active, removed] = [nobody, project([])];
  const deleted = project([linkedRecord({}, { isDeleted: true })]);
  expect(diff(active, removed)?.type).toBe('customer.deleted');
  expect(diff(removed, active)?.type).toBe('customer.restored');
  expect(diff(deleted, removed)?.type).toBe('customer.updated');
  expect(diff(removed, deleted)?.type).toBe('customer.updated');
});
