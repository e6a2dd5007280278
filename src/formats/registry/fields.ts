// What a record in the registry's own form states, and a person written in that form: the mapping as data where names differ.

import { latestOf } from '../latest-address.ts';
import { normalizeTime } from '../date.ts';
import { renamed } from '../portrait.ts';
import type { Brief, JsonObject, Statement } from '../record.ts';
import type { FieldPointers, Names, Portrait, PortraitAddress, PortraitDependent, PortraitIds } from '../portrait.ts';

/** Where the registry's form holds each field. */
export const registryPointers: FieldPointers = {
  birthDate: '/birthDate',
  gender: '/gender',
  country: '/country',
  instituteId: '/education/instituteId',
  courseId: '/education/courseId',
  marketing: '/consents/marketing',
  sms: '/consents/sms',
  dependents: '/dependents',
  addresses: '/addresses',
  status: '/status',
  createdAt: '/createdAt',
  updatedAt: '/updatedAt',
};

const SCALARS = same(['birthDate', 'gender', 'country', 'createdAt', 'updatedAt']);
const EDUCATION = same(['instituteId', 'courseId']);
const DEPENDENT = same(['dependentId', 'birthDate', 'type', 'createdAt', 'updatedAt']);
const ADDRESS = same(['addressId', 'line1', 'line2', 'city', 'province', 'zipCode', 'countryCode', 'createdAt', 'updatedAt']);

function same(members: readonly string[]): Names {
  return members.map((member) => [member, member] as const);
}

export function registryStatement(value: JsonObject): Statement {
  const { identifiers, isDeleted: _state, registryId, dependents, addresses, createdAt, updatedAt, ...stated } = portraitOf(value);
  const times = timed({ createdAt, updatedAt });
  const filledAddresses = (addresses ?? []).map((address) => filled(address, times));
  const country = stated.country ?? latestOf(filledAddresses)?.countryCode;
  return {
    ...stated,
    ...(country !== undefined && { country }),
    dependents: (dependents ?? []).map((dependent) => filled(dependent, times)),
    addresses: filledAddresses,
    identifiers: [
      ...(registryId === undefined ? [] : [{ type: 'id', id: registryId }]),
      ...identifiers.map(({ type, id }) => ({ type, id })),
    ],
    ...times,
  };
}

export function registryBrief(value: JsonObject): Brief {
  const { marketing, sms, instituteId, courseId, identifiers } = registryStatement(value);
  const secondId = identifiers[1]?.id;
  return {
    ...(marketing !== undefined && { marketing }),
    ...(sms !== undefined && { sms }),
    ...(instituteId !== undefined && { instituteId }),
    ...(courseId !== undefined && { courseId }),
    ...(secondId !== undefined && { secondId }),
  };
}

/** An entry with both times, its own or its person's, always in this order: content is compared as text. */
function filled<Item extends PortraitDependent | PortraitAddress>(item: Item, times: Times): Item & Required<Times> {
  const { createdAt, updatedAt, ...stated } = item;
  const own = timed({ createdAt: createdAt ?? times.createdAt, updatedAt: updatedAt ?? times.updatedAt });
  return { ...stated, ...own } as Item & Required<Times>;
}

interface Times {
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** Those of the two times that are stated, as the registry compares them. */
function timed({ createdAt, updatedAt }: { readonly [Name in keyof Times]: string | undefined }): Times {
  return {
    ...(createdAt !== undefined && { createdAt: normalizeTime(createdAt) as string }),
    ...(updatedAt !== undefined && { updatedAt: normalizeTime(updatedAt) as string }),
  };
}

export function registryPortrait(value: JsonObject, statement: () => Statement): Portrait {
  const person = portraitOf(value);
  if (person.country !== undefined || !person.addresses?.length) return person;
  const { country } = statement();
  return country === undefined ? person : { ...person, country };
}

function portraitOf(value: JsonObject): Portrait {
  const identifiers = listIn(value, 'externalIdentifiers').map((identifier, index) => {
    return {
      ...renamed<{ source: string; type: string; id: string }>(identifier, SAME_IDENTIFIER),
      pointer: `/externalIdentifiers/${index}`,
    };
  });
  return {
    identifiers,
    ...(typeof value['id'] === 'string' && { registryId: value['id'] }),
    isDeleted: value['status'] === 'deleted',
    ...renamed<Partial<Portrait>>(value, SCALARS),
    ...renamed<Partial<Portrait>>((value['education'] ?? {}) as JsonObject, EDUCATION),
    ...consentsIn(value),
    ...(Array.isArray(value['dependents']) && { dependents: itemsOf<PortraitDependent>(value, 'dependents', DEPENDENT) }),
    ...(Array.isArray(value['addresses']) && { addresses: itemsOf<PortraitAddress>(value, 'addresses', ADDRESS) }),
  };
}

const SAME_IDENTIFIER = same(['source', 'type', 'id']);

function listIn(value: JsonObject, member: string): JsonObject[] {
  return (value[member] ?? []) as JsonObject[];
}

function itemsOf<Item extends object>(value: JsonObject, member: string, names: Names): Item[] {
  return listIn(value, member).map((item) => renamed<Item>(item, names));
}

function consentsIn(value: JsonObject): { marketing?: boolean; sms?: boolean } {
  const consents: { marketing?: boolean; sms?: boolean } = {};
  for (const channel of ['marketing', 'sms'] as const) {
    const consent = ((value['consents'] ?? {}) as JsonObject)[channel] as JsonObject | null | undefined;
    const state = consent?.['state'];
    if (state === 'granted' || state === 'refused') consents[channel] = state === 'granted';
  }
  return consents;
}

/** The person in the registry's form, its times normalised. */
export function composeRegistry(portrait: Portrait, { registryId }: PortraitIds): JsonObject {
  const { identifiers, isDeleted, birthDate, gender, country, dependents, addresses } = portrait;
  const id = registryId ?? portrait.registryId;
  const education = renamed<JsonObject>(portrait, EDUCATION);
  const consents = consentsOf(portrait);
  return {
    ...(id !== undefined && { id }),
    status: isDeleted ? 'deleted' : 'active',
    ...renamed<JsonObject>({ birthDate, gender, country }, SCALARS),
    ...(Object.keys(education).length > 0 && { education }),
    ...(Object.keys(consents).length > 0 && { consents }),
    ...(dependents && { dependents: dependents.map((item) => ({ ...renamed<JsonObject>(item, DEPENDENT), ...timed(item) })) }),
    ...(addresses && { addresses: addresses.map((item) => ({ ...renamed<JsonObject>(item, ADDRESS), ...timed(item) })) }),
    externalIdentifiers: identifiers.map(({ source, type, id: sourceId }) => ({ source, type, id: sourceId })),
    ...timed(portrait),
  };
}

function consentsOf(portrait: Portrait): JsonObject {
  const consents: JsonObject = {};
  for (const channel of ['marketing', 'sms'] as const) {
    const optIn = portrait[channel];
    if (optIn !== undefined) consents[channel] = { state: optIn ? 'granted' : 'refused' };
  }
  return consents;
}
