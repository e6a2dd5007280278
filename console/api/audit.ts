// The audit log of one's own account: who did what.

import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import { startOfDay } from './day.ts';
import type { operations } from '../../src/client/api.ts';

export type AuditEntry = operations['listAudit']['responses'][200]['content']['application/json']['data'][number];

/** What an address asks of the log; `from` and `until` are days as somebody here means them. */
export interface AuditFilters {
  readonly operation?: string;
  readonly outcome?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly until?: string;
}

type ListQuery = NonNullable<operations['listAudit']['parameters']['query']>;

const PAGE_SIZE = 100;

export function auditQuery({ from, until, ...filters }: AuditFilters) {
  const moments = { ...(from !== undefined && { from: startOfDay(from) }), ...(until !== undefined && { to: startOfDay(until, 1) }) };
  return infiniteQueryOptions({
    queryKey: ['audit', filters, moments],
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, ...moments, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) } as ListQuery;
      return answerOf(api.GET('/v1/audit', { params: { query }, signal }));
    },
  });
}
