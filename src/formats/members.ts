// The members of a record's objects in their documented order: which are known, and the one order in which content is compared.

import type { Json, JsonObject } from './record.ts';

/** Ranks of the known members of a format; objects inside one another share them. */
export type Ranks = ReadonlyMap<string, number>;

export function ranksOf(members: readonly string[]): Ranks {
  return new Map(members.map((member, rank) => [member, rank]));
}

/** True when the object's members are all known and stand in the documented order. */
export function isInOrder(object: JsonObject, ranks: Ranks): boolean {
  let last = -1;
  for (const member in object) {
    const rank = ranks.get(member);
    if (rank === undefined || rank < last) return false;
    last = rank;
  }
  return true;
}

/** The same of the object and of every object in it. */
export function isInOrderThroughout(value: Json, ranks: Ranks): boolean {
  if (Array.isArray(value)) return value.every((item) => isInOrderThroughout(item, ranks));
  if (typeof value !== 'object' || value === null) return true;
  if (!isInOrder(value, ranks)) return false;
  for (const member in value) if (!isInOrderThroughout(value[member] as Json, ranks)) return false;
  return true;
}

/** The value with every object's members in order: the documented first, then the others by name. */
export function inOrder(value: Json, ranks: Ranks): Json {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, ranks));
  if (typeof value !== 'object' || value === null) return value;
  const sorted: JsonObject = {};
  for (const member of Object.keys(value).sort(byRank(ranks))) sorted[member] = inOrder(value[member] as Json, ranks);
  return sorted;
}

function byRank(ranks: Ranks): (a: string, b: string) => number {
  const last = ranks.size;
  return (a, b) => (ranks.get(a) ?? last) - (ranks.get(b) ?? last) || (a < b ? -1 : 1);
}
