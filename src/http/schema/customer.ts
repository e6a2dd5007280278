// A customer as everyone sees it (core/customer.ts), described member by member.

import { Type } from 'typebox';
import { partOf, refTo } from './part.ts';
import type { TSchema } from 'typebox';

const text = Type.String();
const time = Type.String({ format: 'date-time' });
const known = <T extends TSchema>(schema: T, description: string) => Type.Union([schema, Type.Null()], { description });

const stated = Type.Object({ state: Type.Enum(['granted', 'refused']), at: time, source: text });

export const ConsentSchema = partOf(
  'Consent',
  Type.Object(
    {
      state: Type.Enum(['granted', 'refused', 'not_stated']),
      at: Type.Optional(time),
      source: Type.Optional(text),
      lastStated: Type.Optional(stated),
    },
    { description: 'What the person last agreed to; a later omission never hides a refusal: `lastStated` keeps it.' },
  ),
);

const attribution = { source: text, sourceId: text };

export const DependentSchema = partOf(
  'Dependent',
  Type.Object({
    dependentId: text,
    birthDate: Type.String({ format: 'date' }),
    type: text,
    createdAt: time,
    updatedAt: time,
    ...attribution,
  }),
);

/** An address as Wasabi states it, too. */
export const ADDRESS_MEMBERS = {
  addressId: text,
  line1: text,
  line2: Type.Optional(text),
  city: text,
  province: Type.Optional(text),
  zipCode: text,
  countryCode: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
};

export const AddressSchema = partOf(
  'Address',
  Type.Object({
    ...ADDRESS_MEMBERS,
    createdAt: time,
    updatedAt: time,
    ...attribution,
  }),
);

const conflict = Type.Object({
  field: text,
  values: Type.Array(Type.Object({ ...attribution, value: text, at: time })),
});

const EXAMPLE = {
  id: '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10',
  status: 'active',
  birthDate: '1990-01-01',
  gender: 'MALE',
  country: 'CA',
  education: { instituteId: '550e8400-e29b-41d4-a716-446655440002', courseId: null },
  consents: {
    marketing: { state: 'granted', at: '2023-08-15T02:44:23.688000Z', source: 'wasabi' },
    sms: { state: 'not_stated' },
  },
  dependents: [],
  addresses: [],
  externalIdentifiers: [{ source: 'cobi', type: 'customer_id', id: '550e8400-e29b-41d4-a716-446655440000' }],
  conflicts: [],
  version: 1,
  createdAt: '2023-01-15T14:30:00.000000Z',
  updatedAt: '2023-06-22T09:15:30.000000Z',
  changedAt: '2024-02-01T10:00:00.123456Z',
};

export const CustomerSchema = partOf(
  'Customer',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      status: Type.Enum(['active', 'deleted', 'removed']),
      birthDate: known(Type.String({ format: 'date' }), 'Null is "not known".'),
      gender: known(text, 'As the source spells it.'),
      country: known(text, 'ISO 3166-1 alpha-2.'),
      education: Type.Object({ instituteId: known(text, 'Cobi’s `institute_id`.'), courseId: known(text, 'Cobi’s `course_id`.') }),
      consents: Type.Object({ marketing: refTo(ConsentSchema), sms: refTo(ConsentSchema) }),
      dependents: Type.Array(refTo(DependentSchema)),
      addresses: Type.Array(refTo(AddressSchema)),
      externalIdentifiers: Type.Array(Type.Object({ source: text, type: text, id: text })),
      conflicts: Type.Array(conflict, { description: 'Fields for which active records of one person state different values.' }),
      version: Type.Integer({ minimum: 1, description: 'How often the customer changed.' }),
      createdAt: known(time, 'The earliest time that a linked record states.'),
      updatedAt: known(time, 'The latest time that a linked record states.'),
      changedAt: Type.String({ format: 'date-time', description: 'When the registry committed the last change.' }),
    },
    { description: 'One person in one account: a projection over all that sources said.', examples: [EXAMPLE] },
  ),
);
