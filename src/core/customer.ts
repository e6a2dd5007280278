// The customer as everyone sees it: the golden record, a projection over source records (design: surface.md, "A customer").
// Member order is part of the contract: the stored document is this object's JSON.

import type { Address, Dependent } from '../formats/record.ts';

export type CustomerStatus = 'active' | 'deleted' | 'removed';

/** Who stated a value that several records may state side by side. */
export interface Attribution {
  source: string;
  sourceId: string;
}

export type ConsentState = 'granted' | 'refused';

/** `lastStated` is kept so that a later omission never hides a refusal. */
export type Consent =
  | { state: ConsentState; at: string; source: string }
  | { state: 'not_stated'; lastStated?: { state: ConsentState; at: string; source: string } };

export interface ExternalIdentifier {
  source: string;
  type: string;
  id: string;
}

/** A field for which active records of one person state different values: shown, not hidden. */
export interface Conflict {
  field: 'birthDate';
  values: { source: string; sourceId: string; value: string; at: string }[];
}

/**
 * What is projected from records alone; `null` is "not known". The whole customer has `id`, `version` (how often it changed) and
 * `changedAt` (the commit time of the last change) besides.
 */
export interface CustomerContent {
  status: CustomerStatus;
  birthDate: string | null;
  gender: string | null;
  country: string | null;
  education: { instituteId: string | null; courseId: string | null };
  consents: { marketing: Consent; sms: Consent };
  dependents: (Dependent & Attribution)[];
  addresses: (Address & Attribution)[];
  externalIdentifiers: ExternalIdentifier[];
  conflicts: Conflict[];
  /** The earliest and the latest time that linked records state; null where none states any. */
  createdAt: string | null;
  updatedAt: string | null;
}

export const CONTENT_FIELDS = [
  'status',
  'birthDate',
  'gender',
  'country',
  'education',
  'consents',
  'dependents',
  'addresses',
  'externalIdentifiers',
  'conflicts',
  'createdAt',
  'updatedAt',
] as const satisfies (keyof CustomerContent)[];

export type ContentField = (typeof CONTENT_FIELDS)[number];
