// What customers are made of before a commit: their linked records, each as its current version states it.

import { keptStatement } from '../../formats/index.ts';
import { loadLinks, loadPayloads } from '../../storage/hot/load-links.ts';
import type { AccountTx } from '../../storage/database.ts';
import type { Format } from '../../formats/record.ts';
import type { HeldRecord } from './decide-records.ts';
import type { LinkedPayload, PayloadProbe } from '../../storage/hot/load-links.ts';
import type { LinkedRecord } from '../../core/source-record.ts';
import type { Version } from '../../core/decide.ts';

/** Records by the customer that they are linked to, as they were kept. */
export type Linked = ReadonlyMap<string, readonly LinkedPayload[]>;

/** What each of these customers is made of now. */
export async function loadLinked(tx: AccountTx, source: string, customerIds: readonly string[]): Promise<Linked> {
  const probes = customerIds.map((customerId) => ({ customerId, knownKey: null }));
  return probes.length === 0 ? new Map() : byCustomer(await loadLinks(tx, source, probes));
}

/**
 * What the touched customers are made of now. Most have one record alone, the one that is being decided on: how it stands is known, so
 * that only what its current version says is read, beside a look for others.
 */
export async function loadBefore(tx: AccountTx, source: string, touched: ReadonlyMap<string, readonly HeldRecord[]>): Promise<Linked> {
  const existing = [...touched].filter(([, group]) => group[0]?.customerRevision !== null);
  if (existing.length === 0) return new Map();
  const known = existing.flatMap(([, group]) => knownIn(group) ?? []);
  const probes = existing.map(([customerId, group]) => ({ customerId, knownKey: knownIn(group)?.sourceKey ?? null }));
  const [links, payloads] = await Promise.all([
    loadLinks(tx, source, probes),
    known.length === 0 ? [] : loadPayloads(tx, { source, recordType: 'customer' }, known.map(versionHeld)),
  ]);
  return byCustomer([...links, ...known.map((record, at) => heldPayload(source, record, payloads[at] as string))]);
}

/** The record that a customer is known to be linked to: the only one of a group, where it has a current version. */
function knownIn(group: readonly HeldRecord[]): HeldRecord | null {
  const [record] = group;
  return group.length === 1 && record?.heldCurrent ? record : null;
}

function versionHeld({ sourceKey, heldCurrent }: HeldRecord): PayloadProbe {
  return { sourceKey, no: (heldCurrent as Version).no };
}

function heldPayload(source: string, record: HeldRecord, payload: string): LinkedPayload {
  const { sourceKey, heldOptIns: optIns } = record;
  const { time: versionTime, isDeleted } = record.heldCurrent as Version;
  return {
    customerId: record.customerId as string,
    source,
    sourceKey,
    format: record.heldFormat as string,
    versionTime,
    isDeleted,
    optIns,
    payload,
  };
}

function byCustomer(payloads: readonly LinkedPayload[]): Linked {
  return Map.groupBy(payloads, ({ customerId }) => customerId);
}

/** What the customer is made of. */
export function linkedTo(customerId: string, linked: Linked): LinkedRecord[] {
  return linked.get(customerId)?.map(linkedRecord) ?? [];
}

function linkedRecord({ source, sourceKey, format, versionTime, isDeleted, optIns, payload }: LinkedPayload): LinkedRecord {
  return { source, sourceId: sourceKey, versionTime, isDeleted, optIns, statement: keptStatement(payload, format as Format) };
}
