// The account's numbers, and how its webhook stands.

import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import type { operations } from '../../src/client/api.ts';

export type Stats = operations['readStats']['responses'][200]['content']['application/json'];

const COUNTING_MS = 1_500;
const FRESH_MS = 30_000;

/** Asked again soon while the registry still counts. */
export function statsQuery(days: number) {
  return queryOptions({
    queryKey: ['stats', days],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/stats', { params: { query: { days } }, signal })),
    refetchInterval: ({ state }) => (state.data?.isCurrent === false || state.data?.customers === null ? COUNTING_MS : FRESH_MS),
  });
}
