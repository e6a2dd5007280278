// Why a customer shows what it shows: for every value the version that stated it, the survivorship rule that chose it, who else
// says the same, and the values that lost.

import { explainConsent, explainLists, explainScalar, explainStatus, explainTime, originAt } from './explain-values.ts';
import { standingOf } from './project.ts';
import type { ExplainedValue, Witnesses } from './explained-value.ts';
import type { LinkedRecord } from './source-record.ts';
import type { PastRecord, PastVersion } from './past-record.ts';

/** Every shown value of the customer that `records` make, in the order in which it is shown; what nobody states is left out. */
export function explain(records: readonly PastRecord[]): ExplainedValue[] {
  const witnesses = witnessesOf(records);
  return [
    ...explainStatus(witnesses),
    ...explainScalar(witnesses, '/birthDate', 'birthDate'),
    ...explainScalar(witnesses, '/gender', 'gender'),
    ...explainScalar(witnesses, '/country', 'country'),
    ...explainScalar(witnesses, '/education/instituteId', 'instituteId'),
    ...explainScalar(witnesses, '/education/courseId', 'courseId'),
    ...explainConsent(witnesses, 'marketing'),
    ...explainConsent(witnesses, 'sms'),
    ...explainLists(witnesses),
    ...explainTime(witnesses, 'createdAt'),
    ...explainTime(witnesses, 'updatedAt'),
  ];
}

function witnessesOf(records: readonly PastRecord[]): Witnesses {
  const pasts = new Map<LinkedRecord, PastRecord>();
  for (const record of records) {
    const linked = record.linked();
    if (linked) pasts.set(linked, record);
  }
  const pastOf = (record: LinkedRecord): PastRecord => pasts.get(record) as PastRecord;
  return { ...standingOf([...pasts.keys()]), pastOf, originOf: (record) => originAt(pastOf(record).current as PastVersion) };
}
