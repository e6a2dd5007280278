// The people who may enter one's own account, and one's own password.

import { infiniteQueryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import { forgetSession } from './session.ts';
import type { components } from '../../src/client/api.ts';

export type Login = components['schemas']['Login'];

const LOGINS_KEY = ['logins'] as const;
const PAGE_SIZE = 100;

/** As the registry has it; it judges by itself too. */
export const PASSWORD_LENGTH_MIN = 8;

export const loginsQuery = infiniteQueryOptions({
  queryKey: LOGINS_KEY,
  ...IN_PAGES,
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
    return answerOf(api.GET('/v1/logins', { params: { query }, signal }));
  },
});

export function useAddLogin() {
  return useMutation({
    mutationFn: (body: { username: string; password: string }) => answerOf(api.POST('/v1/logins', { body })),
    onSettled: forgetLogins,
  });
}

export function useRemoveLogin(id: string) {
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/logins/{id}', { params: { path: { id } } })),
    onSettled: forgetLogins,
  });
}

/** Every session of the login ends with its password, this one too. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { oldPassword: string; newPassword: string }) => answerOf(api.PUT('/v1/me/password', { body })),
    onSuccess: forgetSession,
  });
}

function forgetLogins(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: LOGINS_KEY });
}
