// The inbox of rejected records: found, read, tried again, dismissed.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Rejection = components['schemas']['Rejection'];
export type Retried = components['schemas']['Retried'];

export interface RejectionFilters {
  readonly state?: string;
  readonly source?: string;
  readonly code?: string;
  readonly field?: string;
  readonly day?: string;
  readonly importId?: string;
  readonly requestId?: string;
}

type ListQuery = NonNullable<operations['listRejections']['parameters']['query']>;

const PAGE_SIZE = 100;

export function rejectionsQuery(filters: RejectionFilters) {
  return infiniteQueryOptions({
    queryKey: ['rejections', filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) } as ListQuery;
      return answerOf(api.GET('/v1/rejections', { params: { query }, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

export function rejectionQuery(id: string) {
  return queryOptions({
    queryKey: ['rejections', id],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/rejections/{id}', { params: { path: { id } }, signal })),
  });
}

/** Tries one again, as it was or as it was mended here. */
export function useRetry(id: string) {
  return useMutation({
    mutationFn: (payload: string | null) =>
      answerOf(api.POST('/v1/rejections/{id}/retry', { params: { path: { id } }, body: payload === null ? {} : { payload } })),
    onSettled: () => forgetAll(),
  });
}

export function useDismiss(id: string) {
  return useMutation({
    mutationFn: (reason: string) => answerOf(api.POST('/v1/rejections/{id}/dismiss', { params: { path: { id } }, body: { reason } })),
    onSettled: () => forgetAll(),
  });
}

/** What bulk steps are about: filters without the state, because only open ones can be mended. */
export type Selection = Omit<RejectionFilters, 'state'>;

/** Takes every certain fix of all that the filters find, page after page; gives how many were tried and how many failed again. */
export function useFixAll(filter: Selection) {
  return useMutation({
    mutationFn: async () => {
      const sum = { seen: 0, mended: 0, rejected: 0 };
      let cursor: string | null = null;
      do {
        const body = { filter, fixes: 'apply' as const, ...(cursor !== null && { cursor }) };
        const page: { data: { retried: Retried | null }[]; nextCursor: string | null } = await answerOf(
          api.POST('/v1/rejections/retry', { body }),
        );
        const retried = page.data.flatMap((each) => each.retried ?? []);
        sum.seen += page.data.length;
        sum.mended += retried.filter(({ outcome }) => outcome !== 'rejected').length;
        sum.rejected += retried.filter(({ outcome }) => outcome === 'rejected').length;
        cursor = page.nextCursor;
      } while (cursor !== null);
      return sum;
    },
    onSettled: () => forgetAll(),
  });
}

export function useDismissAll(filter: Selection) {
  return useMutation({
    mutationFn: (reason: string) => answerOf(api.POST('/v1/rejections/dismiss', { body: { filter, reason } })),
    onSettled: () => forgetAll(),
  });
}

/** A mended record is no rejection any more, and may be a new customer. */
function forgetAll(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
}
