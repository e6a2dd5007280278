// The account's webhook: its settings, secrets, and every delivery.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { IN_PAGES, isShort } from './in-pages.ts';
import { startOfDay } from './day.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Webhook = components['schemas']['Webhook'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryDetail = operations['readDelivery']['responses'][200]['content']['application/json'];
export type WebhookSettings = operations['replaceWebhook']['requestBody']['content']['application/json'];

/** What an address asks of the list of deliveries; `since` and `until` are days as somebody here means them. */
export interface DeliveryFilters {
  readonly state?: string;
  readonly type?: string;
  readonly customerId?: string;
  readonly since?: string;
  readonly until?: string;
}

type ListQuery = NonNullable<operations['listDeliveries']['parameters']['query']>;
type Filter = operations['replayDeliveries']['requestBody']['content']['application/json'];

const PAGE_SIZE = 100;
const LOOK_EVERY_MS = 2_000;
const UNDER_WAY: ReadonlySet<string> = new Set(['pending', 'retrying']);

export const webhookQuery = queryOptions({
  queryKey: ['webhook'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks', { signal })),
});

/** The secrets that sign now, newest first; asked for only when somebody wants to see them, and forgotten at once. */
export const secretsQuery = queryOptions({
  queryKey: ['webhook', 'secrets'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/v1/webhooks/secrets', { signal }))).data,
  gcTime: 0,
});

export function deliveriesQuery(filters: DeliveryFilters) {
  return infiniteQueryOptions({
    queryKey: ['webhook', 'deliveries', filters],
    ...IN_PAGES,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filterOf(filters), limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) } as ListQuery;
      return answerOf(api.GET('/v1/webhooks/deliveries', { params: { query }, signal }));
    },
    refetchInterval: (query) => {
      const isUnderWay = query.state.data?.pages[0]?.data.some((each) => UNDER_WAY.has(each.state)) === true;
      return isUnderWay && isShort(query) ? LOOK_EVERY_MS : false;
    },
  });
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['webhook', 'deliveries', id],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks/deliveries/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  });
}

export function useSetWebhook() {
  return useMutation({
    mutationFn: (body: WebhookSettings) => answerOf(api.PUT('/v1/webhooks', { body })),
    onSuccess: () => forgetWebhook(),
  });
}

export function useSteerWebhook() {
  return useMutation({
    mutationFn: (step: 'pause' | 'resume') => answerOf(api.POST(`/v1/webhooks/${step}`)),
    onSettled: () => forgetWebhook(),
  });
}

/** Sends a test event; gives the delivery's id. */
export function useTestWebhook() {
  return useMutation({
    mutationFn: async () => (await answerOf(api.POST('/v1/webhooks/test'))).deliveryId,
    onSettled: () => forgetWebhook(),
  });
}

/** A new secret; those of now sign beside it for `overlapSeconds` more. */
export function useRotateSecret() {
  return useMutation({
    mutationFn: (overlapSeconds: number) => answerOf(api.POST('/v1/webhooks/secrets/rotate', { body: { overlapSeconds } })),
    onSuccess: ({ data }) => queryClient.setQueryData(secretsQuery.queryKey, data),
  });
}

export function useReplay(id: string) {
  return useMutation({
    mutationFn: () => answerOf(api.POST('/v1/webhooks/deliveries/{id}/replay', { params: { path: { id } } })),
    onSettled: () => forgetWebhook(),
  });
}

/** Sends again whatever of the filters' deliveries is settled: a part of them where they are very many. */
export function useReplayAll(filters: DeliveryFilters) {
  return useMutation({
    mutationFn: () => answerOf(api.POST('/v1/webhooks/deliveries/replay', { body: filterOf(filters) as Filter })),
    onSettled: () => forgetWebhook(),
  });
}

function filterOf({ since, until, ...others }: DeliveryFilters): DeliveryFilters {
  return {
    ...others,
    ...(since !== undefined && { since: startOfDay(since) }),
    ...(until !== undefined && { until: startOfDay(until, 1) }),
  };
}

function forgetWebhook(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['webhook'] });
}
