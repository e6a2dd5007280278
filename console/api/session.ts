// Who works here: the login of this browser's session, and what it may do.

import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { ApiProblem } from './problem.ts';
import type { operations } from '../../src/client/api.ts';

export type Self = operations['readMe']['responses'][200]['content']['application/json'];

const ME_KEY = ['me'] as const;

/** Null where nobody is logged in. */
export const meQuery = queryOptions({
  queryKey: ME_KEY,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<Self | null> => {
    try {
      return await answerOf(api.GET('/v1/me'));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

/** The one who is logged in; only for pages inside of the frame, which nobody else sees. */
export function useSelf(): Self {
  const { data } = useQuery(meQuery);
  if (data) return data;
  throw new Error('Nobody is logged in.');
}

export function useLogIn() {
  return useMutation({
    mutationFn: (body: { username: string; password: string }) => answerOf(api.POST('/v1/session', { body })),
    onSuccess: (self) => queryClient.setQueryData(ME_KEY, self),
  });
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/session')),
    onSettled: () => forgetSession(),
  });
}

/** Nothing of one login may be seen by the next. */
export function forgetSession(): void {
  queryClient.setQueryData(ME_KEY, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME_KEY[0] });
}

/** A session can end while the console is open: whatever is asked for next shows the login. */
queryClient.getQueryCache().subscribe(({ type, query }) => {
  const { error } = query.state;
  if (type === 'updated' && query.queryKey[0] !== ME_KEY[0] && error instanceof ApiProblem && error.status === 401) forgetSession();
});

/** Whether the one who is logged in may do that. */
export function useMay(permission: Self['permissions'][number]): boolean {
  return useSelf().permissions.includes(permission);
}
