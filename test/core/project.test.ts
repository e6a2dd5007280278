// The survivorship rules: whose value is shown, what is added up, and that the order of the records never matters.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { project } from '../../src/core/project.ts';
import { linkedRecord, linkedRecords } from './linked-record.ts';

const EARLY = '2024-01-01T00:00:00.000000Z';
const LATE = '2024-02-01T00:00:00.000000Z';

describe('a scalar', () => {
  it('comes from the latest record that states it', () => {
    const early = linkedRecord({ birthDate: '1990-01-01', gender: 'A' }, { source: 'cobi', versionTime: EARLY });
    const late = linkedRecord({ birthDate: '1991-01-01' }, { versionTime: LATE });
    expect(project([early, late])).toMatchObject({ birthDate: '1991-01-01', gender: 'A' });
  });

  it('of two records of one time comes from the first source by name, then by id', () => {
    const first = linkedRecord({ gender: 'A' }, { source: 'cobi', sourceId: '9' });
    const second = linkedRecord({ gender: 'B' }, { source: 'wasabi', sourceId: '1' });
    expect(project([second, first]).gender).toBe('A');
    expect(project([linkedRecord({ gender: 'B' }, { sourceId: '2' }), linkedRecord({ gender: 'A' }, { sourceId: '1' })]).gender).toBe('A');
  });

  it('of a deleted record is not shown while another is active', () => {
    const gone = linkedRecord({ gender: 'A', country: 'GB' }, { source: 'cobi', versionTime: LATE, isDeleted: true });
    expect(project([gone, linkedRecord({ gender: 'B' })])).toMatchObject({ status: 'active', gender: 'B', country: null });
  });

  it('of deleted records is shown when all are', () => {
    expect(project([linkedRecord({ gender: 'A' }, { isDeleted: true })])).toMatchObject({ status: 'deleted', gender: 'A' });
  });
});

describe('a consent', () => {
  it('that was omitted later is not stated, and keeps what was stated last', () => {
    const optIns = { sms: { value: false, at: EARLY, contentHash: '' } };
    const { consents } = project([linkedRecord({}, { versionTime: LATE, optIns })]);
    expect(consents).toEqual({
      marketing: { state: 'not_stated' },
      sms: { state: 'not_stated', lastStated: { state: 'refused', at: EARLY, source: 'wasabi' } },
    });
  });

  it('that is stated has the time and the source of its statement', () => {
    const { consents } = project([linkedRecord({ marketing: true })]);
    expect(consents.marketing).toEqual({ state: 'granted', at: EARLY, source: 'wasabi' });
  });
});

describe('what all records add to', () => {
  it('is addresses and dependents of the candidates, with their source', () => {
    const dependent = { dependentId: 'd', birthDate: '2020-01-01', type: 'child', createdAt: EARLY, updatedAt: EARLY };
    const { dependents } = project([linkedRecord({ dependents: [dependent] }), linkedRecord({}, { source: 'cobi' })]);
    expect(dependents).toEqual([{ ...dependent, source: 'wasabi', sourceId: '1' }]);
  });

  it('is the identifiers, the earliest creation and the latest update of all, deleted ones included', () => {
    const gone = linkedRecord({ createdAt: EARLY, updatedAt: LATE }, { source: 'cobi', isDeleted: true });
    const content = project([linkedRecord({ createdAt: LATE, updatedAt: EARLY }), gone]);
    expect(content).toMatchObject({ createdAt: EARLY, updatedAt: LATE });
    expect(content.externalIdentifiers.map(({ source }) => source)).toEqual(['cobi', 'wasabi']);
  });
});

it('two active records with different birth dates are a conflict, a deleted one makes none', () => {
  const a = linkedRecord({ birthDate: '1990-01-01' }, { source: 'cobi' });
  const b = linkedRecord({ birthDate: '1991-01-01' }, { versionTime: LATE });
  expect(project([a, b]).conflicts).toEqual([
    {
      field: 'birthDate',
      values: [
        { source: 'wasabi', sourceId: '1', value: '1991-01-01', at: LATE },
        { source: 'cobi', sourceId: '1', value: '1990-01-01', at: EARLY },
      ],
    },
  ]);
  expect(project([a, { ...b, isDeleted: true }]).conflicts).toEqual([]);
});

it('a customer without any record is removed', () => {
  expect(project([])).toMatchObject({ status: 'removed', birthDate: null, externalIdentifiers: [] });
});

it('the order of the records does not matter', () => {
  const shuffled = linkedRecords.chain((records) =>
    fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
  );
  fc.assert(
    fc.property(shuffled, ([records, other]) => JSON.stringify(project(records)) === JSON.stringify(project(other))),
    { numRuns: 10_000 },
  );
});
