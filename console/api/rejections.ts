// The inbox of rejected records: found, read, tried again, dismissed.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import { askAnew } from './ask-anew.ts';
import { IN_PAGES } from './in-pages.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Rejection = components['schemas']['Rejection'];
export type Retried = components['schemas']['Retried'];

/** The state that leaves none out. */
export const ANY_STATE = 'any';

export interface RejectionFilters {
  readonly state?: string;
  readonly source?: string;
  readonly code?: string;
  readonly field?: string;
  readonly day?: string;
  readonly importId?: string;
  readonly requestId?: string;
}

type RetryAllBody = operations['fixRejections']['requestBody']['content']['application/json'];
type DismissAllBody = operations['dismissRejections']['requestBody']['content']['application/json'];
type ListQuery = NonNullable<operations['listRejections']['parameters']['query']>;

const PAGE_SIZE = 100;

export function rejectionsQuery({ state, ...others }: RejectionFilters) {
  const filters = { ...others, ...(state !== ANY_STATE && { state }) };
  return infiniteQueryOptions({
    queryKey: ['rejections', filters],
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) } as ListQuery;
      return answerOf(api.GET('/v1/rejections', { params: { query }, signal }));
    },
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
    onSettled: askAnew,
  });
}

export function useDismiss(id: string) {
  return useMutation({
    mutationFn: (reason: string) => answerOf(api.POST('/v1/rejections/{id}/dismiss', { params: { path: { id } }, body: { reason } })),
    onSettled: askAnew,
  });
}

/** What bulk steps are about: chosen ones, or all that filters find. Without the state, because only open ones can be mended. */
export type Selection = { readonly ids: readonly string[] } | { readonly filter: Omit<RejectionFilters, 'state'> };

/** How many were tried again, and what became of them. */
export interface Tried {
  readonly seen: number;
  readonly taken: number;
  readonly rejected: number;
}

const IDS_MAX = 200;

/** Takes every certain fix of all that are meant, page after page. */
export function useFixAll(selection: Selection) {
  return useMutation({
    mutationFn: async (): Promise<Tried> => {
      const pages = await Promise.all(partsOf(selection).map(fixPages));
      const tried = pages.flat();
      const outcomes = tried.flatMap(({ retried }) => retried?.outcome ?? []);
      const rejected = outcomes.filter((outcome) => outcome === 'rejected').length;
      return { seen: tried.length, taken: outcomes.length - rejected, rejected };
    },
    onSettled: askAnew,
  });
}

async function fixPages(part: Selection): Promise<{ retried: Retried | null }[]> {
  const tried: { retried: Retried | null }[] = [];
  let cursor: string | null = null;
  do {
    const body = { ...part, fixes: 'apply' as const, limit: IDS_MAX, ...(cursor !== null && { cursor }) };
    const page: { data: { retried: Retried | null }[]; nextCursor: string | null } = await answerOf(
      api.POST('/v1/rejections/retry', { body: body as RetryAllBody }),
    );
    tried.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return tried;
}

/** Sends records that were mended here, one after the other. */
export function useRetryMended() {
  return useMutation({
    mutationFn: async (mended: readonly { readonly id: string; readonly payload: string }[]): Promise<Tried> => {
      let rejected = 0;
      for (const { id, payload } of mended) {
        const { outcome } = await answerOf(api.POST('/v1/rejections/{id}/retry', { params: { path: { id } }, body: { payload } }));
        if (outcome === 'rejected') rejected += 1;
      }
      return { seen: mended.length, taken: mended.length - rejected, rejected };
    },
    onSettled: askAnew,
  });
}

/** Gives how many were dismissed. */
export function useDismissAll(selection: Selection) {
  return useMutation({
    mutationFn: async (reason: string): Promise<number> => {
      const parts = partsOf(selection).map((part) =>
        answerOf(api.POST('/v1/rejections/dismiss', { body: { ...part, reason } as DismissAllBody })),
      );
      return (await Promise.all(parts)).reduce((sum, { dismissed }) => sum + dismissed, 0);
    },
    onSettled: askAnew,
  });
}

/** A request names so many at most. */
function partsOf(selection: Selection): Selection[] {
  if ('filter' in selection) return [selection];
  const { ids } = selection;
  return Array.from({ length: Math.ceil(ids.length / IDS_MAX) }, (_, at) => ({ ids: ids.slice(at * IDS_MAX, (at + 1) * IDS_MAX) }));
}
