// Access keys of one's own account: the key itself is only in the answer that makes it.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import type { components, operations } from '../../src/client/api.ts';

export type AccessKey = components['schemas']['AccessKey'];
export type KeyMembers = operations['createAccessKey']['requestBody']['content']['application/json'];
export type PermissionName = AccessKey['permissions'][number];

export interface KnownPermission {
  readonly id: string;
  readonly name: PermissionName;
  /** What it allows. */
  readonly detail: string;
}

const KEYS_KEY = ['access-keys'] as const;
const PAGE_SIZE = 100;
const PERMISSIONS_MAX = 100;

export const accessKeysQuery = infiniteQueryOptions({
  queryKey: KEYS_KEY,
  ...IN_PAGES,
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
    return answerOf(api.GET('/v1/access-keys', { params: { query }, signal }));
  },
});

/** Every permission there is, with what it allows. They never change while a registry runs. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<KnownPermission[]> => {
    const query = { page_size: PERMISSIONS_MAX };
    const { result } = await answerOf(api.GET('/voipbin/v1.0/permissions', { params: { query }, signal }));
    return result.map(({ id, name, detail }) => ({ id, name: name as PermissionName, detail }));
  },
});

/** The names of these ids, in the order in which permissions are listed. */
export function namesOf(ids: readonly string[], known: readonly KnownPermission[]): PermissionName[] {
  return known.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

export function useCreateKey() {
  return useMutation({ mutationFn: (body: KeyMembers) => answerOf(api.POST('/v1/access-keys', { body })), onSettled: forgetKeys });
}

export function useChangeKey(id: string) {
  return useMutation({
    mutationFn: (body: KeyMembers) => answerOf(api.PATCH('/v1/access-keys/{id}', { params: { path: { id } }, body })),
    onSettled: forgetKeys,
  });
}

/** Makes a key like this one, which ends after as many seconds. */
export function useRotateKey(id: string) {
  return useMutation({
    mutationFn: (overlapSeconds: number) =>
      answerOf(api.POST('/v1/access-keys/{id}/rotate', { params: { path: { id } }, body: { overlapSeconds } })),
    onSettled: forgetKeys,
  });
}

export function useRevokeKey(id: string) {
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/access-keys/{id}', { params: { path: { id } } })),
    onSettled: forgetKeys,
  });
}

function forgetKeys(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEYS_KEY });
}
