// The registry's own form of a person: what a sender can state of a customer in the registry's JSON terms, and the members that the
// registry adds of itself, which state nothing (surface.md, "A customer").

import { ranksOf } from '../members.ts';
import type { Known } from '../format-rules.ts';

/** Members of every object in the order that the registry prints them. */
export const REGISTRY_MEMBERS = ranksOf([
  'source',
  'type',
  'id',
  'status',
  'birthDate',
  'gender',
  'country',
  'education',
  'instituteId',
  'courseId',
  'consents',
  'marketing',
  'sms',
  'state',
  'dependents',
  'dependentId',
  'addresses',
  'addressId',
  'line1',
  'line2',
  'city',
  'province',
  'zipCode',
  'countryCode',
  'externalIdentifiers',
  'createdAt',
  'updatedAt',
]);

export const STATUSES = ['active', 'deleted'] as const;
export const CONSENT_STATES = ['granted', 'refused', 'not_stated'] as const;

const ATTRIBUTED = { source: true, sourceId: true, createdAt: true, updatedAt: true } as const;
/** When and where it was stated is the registry's own knowledge; what was stated last is not, and no other format holds it. */
const CONSENT = { state: true, at: true, source: true } as const;

/** What a record may hold: what senders state, and what the registry says beside it. */
export const REGISTRY_KNOWN: Known = {
  id: true,
  status: true,
  birthDate: true,
  gender: true,
  country: true,
  education: { instituteId: true, courseId: true },
  consents: { marketing: CONSENT, sms: CONSENT },
  dependents: { dependentId: true, birthDate: true, type: true, ...ATTRIBUTED },
  addresses: { addressId: true, line1: true, line2: true, city: true, province: true, zipCode: true, countryCode: true, ...ATTRIBUTED },
  externalIdentifiers: { source: true, type: true, id: true },
  version: true,
  createdAt: true,
  updatedAt: true,
  changedAt: true,
};

/** A customer as the registry gives it, as far as a conversion reads it. */
export interface RegistryCustomer {
  readonly id: string;
  readonly status: 'active' | 'deleted' | 'removed';
  readonly externalIdentifiers: readonly { readonly source: string; readonly type: string; readonly id: string }[];
  readonly conflicts?: readonly object[];
  /** When what is shown of it changed last. */
  readonly changedAt?: string;
}
