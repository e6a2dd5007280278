// A person on the way from one format to another, in the registry's terms but with nothing filled in: a time stays as it was sent,
// an absent list stays absent, so that the way there and back changes as little as possible.

import type { Address, Dependent } from './record.ts';

/** A field of a person that formats hold under different names. */
export const FIELDS = [
  'birthDate',
  'gender',
  'country',
  'instituteId',
  'courseId',
  'marketing',
  'sms',
  'dependents',
  'addresses',
  'status',
  'createdAt',
  'updatedAt',
] as const;

export type Field = (typeof FIELDS)[number];

/** The pointer of each field in a format's records; null where the format has no place for it. */
export type FieldPointers = Readonly<Record<Field, string | null>>;

export interface Identifier {
  readonly source: string;
  readonly type: string;
  readonly id: string;
  /** Where the record holds it. */
  readonly pointer: string;
}

type TimesOptional<Item> = Omit<Item, 'createdAt' | 'updatedAt'> & { createdAt?: string; updatedAt?: string };

export type PortraitDependent = TimesOptional<Dependent>;
export type PortraitAddress = TimesOptional<Address>;

export interface Portrait {
  /** The ids its sources gave, the record's own first. */
  readonly identifiers: readonly Identifier[];
  /** The id of the registry, where the record is the registry's. */
  readonly registryId?: string;
  readonly isDeleted: boolean;
  birthDate?: string;
  gender?: string;
  country?: string;
  instituteId?: string;
  courseId?: string;
  marketing?: boolean;
  sms?: boolean;
  dependents?: PortraitDependent[];
  addresses?: PortraitAddress[];
  createdAt?: string;
  updatedAt?: string;
}

/** What stands in where a person lacks what a format requires. */
export interface PortraitIds {
  /** The registry's id for the person, where it is known. */
  readonly registryId: string | undefined;
  /** A UUID for the person: the registry's id, or one derived from source and id. Made on demand: most people have one already. */
  readonly standIn: () => string;
  /** When the record was first received, RFC 3339. */
  readonly receivedAt: string;
}

/** Pairs of a member's name in one form and in another: the mapping between formats as data. */
export type Names = readonly (readonly [from: string, to: string])[];

/** The members of `from` under their other names; absent and null ones are left out. What they make is for the caller to say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the alternative is a cast at every call
export function renamed<Renamed extends object>(from: object, names: Names): Renamed {
  const members: Record<string, unknown> = {};
  for (const [name, other] of names) {
    const value = (from as Record<string, unknown>)[name];
    if (value !== undefined && value !== null) members[other] = value;
  }
  return members as Renamed;
}

/** The same pairs the other way round. */
export function reversed(names: Names): Names {
  return names.map(([from, to]) => [to, from]);
}

/**
 * The identifier that a record of the person has where its ids are of `type`: that of its only such record, else for a person of one
 * source the id there, of type `other`. A customer of the registry has the registry's id instead.
 */
export function ownIdentifier({ identifiers, registryId }: Portrait, type: string, other: string): Identifier | undefined {
  return onlyOne(identifiers, type) ?? (registryId === undefined ? onlyOne(identifiers, other) : undefined);
}

/** The only identifier of the type, or undefined where there is none or more than one. */
export function onlyOne(identifiers: readonly Identifier[], type: string): Identifier | undefined {
  const [first, second] = identifiers.filter((identifier) => identifier.type === type);
  return second === undefined ? first : undefined;
}
