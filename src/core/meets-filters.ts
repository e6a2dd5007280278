// Whether a past state of a customer meets what customers can be asked for; of the present the store itself tells.

import { comparedId } from './link-key.ts';
import type { CustomerContent } from './customer.ts';
import type { CustomerFilters } from './customer-query.ts';

/** The filters that a past state can be held to: words are looked for in the present alone. */
export type PastFilters = Omit<CustomerFilters, 'q'>;

/** A state, and when it came to be. */
export interface DatedContent {
  readonly content: CustomerContent;
  readonly changedAt: string;
}

type Check = (state: DatedContent, value: never) => boolean;

const CHECKS: { readonly [Name in keyof PastFilters]-?: (state: DatedContent, value: NonNullable<PastFilters[Name]>) => boolean } = {
  status: ({ content }, value) => content.status === value,
  country: ({ content }, value) => content.country === value,
  gender: ({ content }, value) => content.gender === value,
  source: ({ content }, value) => content.externalIdentifiers.some(({ source }) => source === value),
  externalId: ({ content }, { source, id }) =>
    content.externalIdentifiers.some((known) => known.source === source && comparedId(known.id) === comparedId(id)),
  birthDateFrom: ({ content }, value) => content.birthDate !== null && content.birthDate >= value,
  birthDateTo: ({ content }, value) => content.birthDate !== null && content.birthDate <= value,
  instituteId: ({ content }, value) => content.education.instituteId?.toLowerCase() === value.toLowerCase(),
  courseId: ({ content }, value) => content.education.courseId?.toLowerCase() === value.toLowerCase(),
  consent: ({ content }, { channel, state }) => content.consents[channel].state === state,
  changedSince: ({ changedAt }, value) => changedAt >= value,
  updatedSince: ({ content }, value) => content.updatedAt !== null && content.updatedAt >= value,
};

export function meetsFilters(state: DatedContent, filters: PastFilters): boolean {
  return Object.entries(filters).every(([name, value]) => (CHECKS[name as keyof PastFilters] as Check)(state, value as never));
}
