// Customers as the API gives them, page by page, and one of them with all that is known of them.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import { startOfDay } from './day.ts';
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
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const body = { ...asked, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return answerOf(api.POST('/v1/customers/search', { body, signal }));
    },
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
  return { ...filters, ...(changedSince !== undefined && { changedSince: startOfDay(changedSince) }) } as SearchBody;
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

/** What the account's webhook was told of a customer, latest first. */
export function deliveriesAboutQuery(id: string) {
  return queryOptions({
    queryKey: ['customer', id, 'deliveries'],
    queryFn: async ({ signal }) => {
      const query = { customerId: id, limit: PAGE_SIZE };
      return (await answerOf(api.GET('/v1/webhooks/deliveries', { params: { query }, signal }))).data;
    },
  });
}

export function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['customer', id, 'history'],
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: HISTORY_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return answerOf(api.GET('/v1/customers/{id}/history', { params: { path: { id }, query }, signal }));
    },
  });
}

const EXPORT_PAGE_SIZE = 200;

/** Where the registry gives all that these filters find as a file; none of them tells of a person. */
export function exportAddress(filters: OpenFilters, as: 'csv' | 'ndjson'): string {
  const { changedSince, sort: _sort, ...others } = filters;
  const given = { ...others, ...(changedSince !== undefined && { changedSince: startOfDay(changedSince) }), as };
  return `/v1/exports?${new URLSearchParams(given).toString()}`;
}

/** All that filters find as NDJSON, read page by page, because an address must not hold filters that tell of a person. */
export async function collectCustomers(filters: CustomerFilters): Promise<Blob> {
  const asked = bodyOf(filters);
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const body: SearchBody = { ...asked, limit: EXPORT_PAGE_SIZE, ...(cursor !== null && { cursor }) };
    const page: { data: Customer[]; nextCursor: string | null } = await answerOf(api.POST('/v1/customers/search', { body }));
    lines.push(...page.data.map((customer) => `${JSON.stringify(customer)}\n`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return new Blob(lines, { type: 'application/x-ndjson' });
}
