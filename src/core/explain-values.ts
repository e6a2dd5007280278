// How each kind of value came to be shown. The order of candidates is the projection's own, so that the two cannot disagree.

import { named, stateOf } from './project.ts';
import type { ExplainedValue, LostValue, Origin, Witnesses } from './explained-value.ts';
import type { LinkedRecord } from './source-record.ts';
import type { PastVersion } from './past-record.ts';

type Scalar = 'birthDate' | 'gender' | 'country' | 'instituteId' | 'courseId';
type Channel = 'marketing' | 'sms';

/** A record that states a value; what the customer would show were it chosen. */
interface Stating {
  readonly record: LinkedRecord;
  readonly value: string;
  readonly shown: unknown;
}

export function explainStatus({ linked, active, originOf }: Witnesses): ExplainedValue[] {
  const [first] = linked;
  if (!first) return [];
  const value = active.length > 0 ? 'active' : 'deleted';
  const agreeing = active.length > 0 ? active : linked;
  const outvoted = active.length > 0 ? linked.filter(({ isDeleted }) => isDeleted) : [];
  return [
    {
      pointer: '/status',
      value,
      rule: 'deleted_when_all_are',
      from: originOf(agreeing[0] as LinkedRecord),
      alsoFrom: agreeing.slice(1).map(originOf),
      lost: outvoted.map((record) => ({ value: 'deleted', from: originOf(record), because: 'deleted' })),
    },
  ];
}

export function explainScalar(witnesses: Witnesses, pointer: string, field: Scalar): ExplainedValue[] {
  return explainStated(witnesses, pointer, (record) => {
    const value = record.statement[field];
    return value === undefined ? [] : [{ record, value, shown: value }];
  });
}

export function explainConsent(witnesses: Witnesses, channel: Channel): ExplainedValue[] {
  const pointer = `/consents/${channel}`;
  const stated = explainStated(witnesses, pointer, (record) => {
    const optIn = record.statement[channel];
    if (optIn === undefined) return [];
    const state = stateOf(optIn);
    return [{ record, value: state, shown: { state, at: record.versionTime, source: record.source } }];
  });
  return stated.some(({ from }) => from !== null) ? stated : explainLastStated(witnesses, channel, stated[0]?.lost ?? []);
}

/** What an earlier version stated of an opt-in that no current one speaks of. */
function explainLastStated({ candidates, pastOf }: Witnesses, channel: Channel, lost: readonly LostValue[]): ExplainedValue[] {
  const last = candidates
    .flatMap((record) => {
      const optIn = record.optIns[channel];
      const version = optIn && pastOf(record).versionAt({ time: optIn.at, contentHash: optIn.contentHash });
      return optIn && version ? [{ version, value: { state: stateOf(optIn.value), at: optIn.at, source: record.source } }] : [];
    })
    // Stable, so that of equal times the record whose values survive stays first.
    .toSorted((a, b) => (a.value.at === b.value.at ? 0 : a.value.at > b.value.at ? -1 : 1));
  const [winner, ...rest] = last;
  if (!winner && lost.length === 0) return [];
  return [
    {
      pointer: `/consents/${channel}`,
      value: { state: 'not_stated', ...(winner && { lastStated: winner.value }) },
      rule: winner ? 'last_stated' : 'latest_statement',
      from: winner ? originAt(winner.version) : null,
      alsoFrom: [],
      lost: [...rest.map(({ version, value }) => ({ value, from: originAt(version), because: 'older' as const })), ...lost],
    },
  ];
}

/** The first candidate that states it is shown; the others agree with it or lost to it, and what deleted records state does not count. */
function explainStated(
  { linked, candidates, originOf }: Witnesses,
  pointer: string,
  stating: (record: LinkedRecord) => Stating[],
): ExplainedValue[] {
  const [winner, ...rest] = candidates.flatMap(stating);
  const left = linked.filter((record) => !candidates.includes(record)).flatMap(stating);
  if (!winner && left.length === 0) return [];
  const differing = rest.filter(({ value }) => value !== winner?.value);
  const lostTo = ({ record, shown }: Stating): LostValue => {
    const because = record.versionTime === winner?.record.versionTime ? 'tie' : 'older';
    return { value: shown, from: originOf(record), because };
  };
  return [
    {
      pointer,
      value: winner?.shown ?? null,
      rule: 'latest_statement',
      from: winner ? originOf(winner.record) : null,
      alsoFrom: rest.filter(({ value }) => value === winner?.value).map(({ record }) => originOf(record)),
      lost: [
        ...differing.map(lostTo),
        ...left.map(({ record, shown }) => ({ value: shown, from: originOf(record), because: 'deleted' as const })),
      ],
    },
  ];
}

/** Entries one by one at their places, then what deleted records hold beside them. */
export function explainLists(witnesses: Witnesses): ExplainedValue[] {
  const { linked, candidates, originOf } = witnesses;
  const left = named(linked.filter((record) => !candidates.includes(record)));
  const united = (['dependents', 'addresses'] as const).flatMap((list) => {
    const entries = named(candidates).flatMap((record) =>
      record.statement[list].map((entry) => [originOf(record), attributed(entry, record)] as const),
    );
    const lost = left.flatMap((record) =>
      record.statement[list].map((entry) => ({ value: attributed(entry, record), from: originOf(record), because: 'deleted' as const })),
    );
    const whole = { pointer: `/${list}`, value: entries.map(([, entry]) => entry), rule: 'union', from: null, alsoFrom: [], lost } as const;
    return [...entries.map(entryAt(`/${list}`, 'union')), ...(lost.length > 0 ? [whole] : [])];
  });
  const ids = named(linked).flatMap((record) =>
    record.statement.identifiers.map(({ type, id }) => [originOf(record), { source: record.source, type, id }] as const),
  );
  return [...united, ...ids.map(entryAt('/externalIdentifiers', 'every_record'))];
}

function attributed(entry: object, { source, sourceId }: LinkedRecord): object {
  return { ...entry, source, sourceId };
}

function entryAt(list: string, rule: ExplainedValue['rule']) {
  return ([from, value]: readonly [Origin, object], at: number): ExplainedValue => {
    return { pointer: `${list}/${at}`, value, rule, from, alsoFrom: [], lost: [] };
  };
}

/** The earliest creation and the latest update of all linked records, whoever's values survive. */
export function explainTime({ linked, originOf }: Witnesses, field: 'createdAt' | 'updatedAt'): ExplainedValue[] {
  const isFirst = field === 'createdAt';
  const stated = named(linked)
    .flatMap((record) => (record.statement[field] === undefined ? [] : [{ record, value: record.statement[field] }]))
    .toSorted((a, b) => (a.value === b.value ? 0 : a.value < b.value === isFirst ? -1 : 1));
  const [winner] = stated;
  if (!winner) return [];
  return [
    {
      pointer: `/${field}`,
      value: winner.value,
      rule: isFirst ? 'earliest' : 'latest',
      from: originOf(winner.record),
      alsoFrom: stated.slice(1).flatMap(({ record, value }) => (value === winner.value ? [originOf(record)] : [])),
      lost: stated.flatMap(({ record, value }) =>
        value === winner.value
          ? []
          : [{ value, from: originOf(record), because: isFirst ? ('not_earliest' as const) : ('not_latest' as const) }],
      ),
    },
  ];
}

/** A version as where a value comes from. */
export function originAt({ record, no, time, timeSource, receivedAt }: PastVersion): Origin {
  return { ...record, versionNo: no, versionTime: time, timeSource, receivedAt };
}
