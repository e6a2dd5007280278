// The one door to the registry: the typed client of its public API, spoken for by the session's cookie.

import { QueryClient } from '@tanstack/react-query';
import { problemIn } from './problem.ts';
import { createClient } from '../../src/client/client.ts';

const FRESH_MS = 5_000;

/** Tries again by itself where the registry says that it may help. */
export const api = createClient({ url: window.location.origin, retries: 2 });

interface Called<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the registry answered. Throws an `ApiProblem` that says what went wrong and what to do. */
export async function answerOf<T>(call: Promise<Called<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw problemIn(error, response);
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: FRESH_MS, retry: false }, mutations: { networkMode: 'always' } },
});
