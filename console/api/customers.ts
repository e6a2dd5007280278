// Customers as the API gives them, page by page, and one of them with all that is known of them.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Customer = components['schemas']['Customer'];
export type HistoryEntry = operations['listCustomerHistory']['responses'][200]['content']['application/json']['data'][number];
export type Provenance = operations['explainCustomer']['responses'][200]['content']['application/json'];
export type ExplainedValue = Provenance['values'][number];
export type CustomerRecord = operations['listCustomerRecords']['responses'][200]['content']['application/json']['data'][number];

/** Filters that may stand in an address. */
export interface OpenFilters {
  readonly status?: string;
  readonly country?: string;
  readonly gender?: string;
  readonly source?: string;
  readonly consent?: string;
  readonly instituteId?: string;
  readonly courseId?: string;
  readonly changedSince?: string;
  readonly sort?: string;
}

/** Filters that tell something of a person: kept in the browser's history entry, never in an address. */
export interface PersonalFilters {
  readonly q?: string;
  readonly externalId?: string;
  readonly birthDateFrom?: string;
  readonly birthDateTo?: string;
}

export type CustomerFilters = OpenFilters & PersonalFilters;

/** What an address or a person wrote may be none of it: the registry says so, and what would be right. */
type SearchBody = operations['searchCustomers']['requestBody']['content']['application/json'];

/** A moment of the past: as it was true then, as it was known then, or both. */
export interface Past {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** What the address of one customer says. */
export interface CustomerSearch extends Past {
  readonly tab?: string;
}

const PAGE_SIZE = 100;
const HISTORY_SIZE = 100;

/** Pages of customers, found with a body because an address would tell of people to every log on the way. */
export function customersQuery(filters: CustomerFilters) {
  const asked = bodyOf(filters);
  return infiniteQueryOptions({
    queryKey: ['customers', asked],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const body = { ...asked, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return answerOf(api.POST('/v1/customers/search', { body, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** How many there are in all. */
export function customersCountQuery(filters: CustomerFilters) {
  const asked = bodyOf(filters);
  return queryOptions({
    queryKey: ['customers', asked, 'count'],
    queryFn: async ({ signal }) => {
      const body = { ...asked, limit: 1, count: 'estimated', fields: 'id' } as const;
      return (await answerOf(api.POST('/v1/customers/search', { body, signal }))).count;
    },
  });
}

function bodyOf({ changedSince, ...filters }: CustomerFilters): SearchBody {
  return { ...filters, ...(changedSince !== undefined && { changedSince: startOf(changedSince) }) } as SearchBody;
}

/** A day as someone here means it, or a moment as it is. */
function startOf(day: string): string {
  const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00` : day);
  return Number.isNaN(moment.getTime()) ? day : moment.toISOString();
}

export function customerQuery(id: string, past: Past = {}) {
  return queryOptions({
    queryKey: ['customer', id, past],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/customers/{id}', { params: { path: { id }, query: past }, signal })),
  });
}

export function recordsQuery(id: string) {
  return queryOptions({
    queryKey: ['customer', id, 'records'],
    queryFn: async ({ signal }) => (await answerOf(api.GET('/v1/customers/{id}/records', { params: { path: { id } }, signal }))).data,
  });
}

export function provenanceQuery(id: string, past: Past = {}) {
  return queryOptions({
    queryKey: ['customer', id, 'provenance', past],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/customers/{id}/provenance', { params: { path: { id }, query: past }, signal })),
  });
}

export function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['customer', id, 'history'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: HISTORY_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return answerOf(api.GET('/v1/customers/{id}/history', { params: { path: { id }, query }, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
