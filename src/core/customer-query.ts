// What customers can be asked for: filters that combine freely, and one order.

export const SORT_FIELDS = ['changedAt', 'updatedAt', 'createdAt', 'birthDate'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

export const CHANNELS = ['marketing', 'sms'] as const;
export const CONSENT_STATES = ['granted', 'refused', 'not_stated'] as const;

/** Every customer that meets all that is given. */
export interface CustomerFilters {
  /** The start of an external id, of the latest address's line, city or postal code; or a birth date. */
  readonly q?: string;
  readonly status?: string;
  readonly country?: string;
  readonly gender?: string;
  /** Customers of whom this source says something. */
  readonly source?: string;
  readonly externalId?: { readonly source: string; readonly id: string };
  readonly birthDateFrom?: string;
  readonly birthDateTo?: string;
  readonly instituteId?: string;
  readonly courseId?: string;
  readonly consent?: { readonly channel: (typeof CHANNELS)[number]; readonly state: (typeof CONSENT_STATES)[number] };
  /** Changed in the registry then or later. */
  readonly changedSince?: string;
  /** Said by a source to have changed then or later. */
  readonly updatedSince?: string;
}

export interface CustomerSort {
  readonly by: SortField;
  readonly isDescending: boolean;
}

export interface CustomerQuery {
  readonly filters: CustomerFilters;
  readonly sort: CustomerSort;
}

/** Where a page ended: the last customer's value of the sort field (null: it has none; these come last) and its id. */
export interface CustomerPosition {
  readonly value: string | null;
  readonly customerId: string;
}
