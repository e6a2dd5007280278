// Imports as jobs: listed, followed while they work, steered. The way of a file into the registry is in uploads.ts.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Import = components['schemas']['Import'];
export type ImportIssue = NonNullable<Import['issues']>[number];
export type ImportSettings = Omit<NonNullable<operations['startImport']['parameters']['query']>, 'upload'>;

const PAGE_SIZE = 50;
const LOOK_EVERY_MS = 700;
const WORKING: ReadonlySet<Import['state']> = new Set(['uploading', 'checking', 'waiting', 'running', 'undoing', 'restoring']);

/** Whether something is under way that will change what is shown. */
export function isWorking({ state }: Import): boolean {
  return WORKING.has(state);
}

export function importsQuery() {
  return infiniteQueryOptions({
    queryKey: ['imports'],
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return answerOf(api.GET('/v1/imports', { params: { query }, signal }));
    },
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isWorking)) === true ? LOOK_EVERY_MS : false),
  });
}

/** One import, looked at again and again while it works. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? LOOK_EVERY_MS : false),
  });
}

export type UndoPlan = operations['undoImport']['responses'][200]['content']['application/json'];

/** What undoing an import, or bringing it back, would change now. */
export function undoPlanQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', id, 'undo plan'],
    queryFn: async () => {
      const params = { path: { id }, query: { dryRun: true } };
      return (await answerOf(api.POST('/v1/imports/{id}/undo', { params }))) as UndoPlan;
    },
    staleTime: 0,
    gcTime: 0,
  });
}

export type ImportStep = 'cancel' | 'resume' | 'undo';

/** Stops an import, has it go on, takes it back or brings it back. */
export function useImportStep(id: string) {
  return useMutation({
    mutationFn: (step: ImportStep) => answerOf(api.POST(`/v1/imports/{id}/${step}`, { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
}

/** Where the rejected records are, in the file's own form: a link, because a browser saves what a link gives. */
export function rejectsLink(id: string): string {
  return `/v1/imports/${encodeURIComponent(id)}/rejects`;
}
