// Accounts in the form that VoIPBin's clients know: the operator's view of every one, and everybody's view of their own.

import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import { IN_PAGES } from './in-pages.ts';
import { timeFromVoipbin } from '../../src/formats/voipbin/time.ts';
import type { components, operations } from '../../src/client/api.ts';

export type Account = components['schemas']['VoipbinCustomer'];
export type NewAccount = operations['createVoipbinCustomer']['requestBody']['content']['application/json'];
export type AccountChange = operations['updateVoipbinCustomer']['requestBody']['content']['application/json'];
export type StateStep = 'freeze' | 'recover' | 'delete';

const ACCOUNTS = '/voipbin/v1.0/customers';
const ACCOUNT = '/voipbin/v1.0/customers/{id}';
const PAGE_SIZE = 100;

const LISTS = ['accounts', 'lists'] as const;

/** Accounts, newest first: those that are deleted and can still be recovered, or the others. */
export function accountsQuery({ isDeleted }: { readonly isDeleted: boolean }) {
  return infiniteQueryOptions({
    queryKey: [...LISTS, { isDeleted }],
    ...IN_PAGES,
    queryFn: async ({ pageParam, signal }) => {
      const query = { page_size: PAGE_SIZE, deleted: isDeleted, ...(pageParam !== null && { page_token: pageParam }) };
      const { result, next_page_token: token } = await answerOf(api.GET(ACCOUNTS, { params: { query }, signal }));
      return { data: result, nextCursor: token === '' ? null : token };
    },
  });
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', id],
    queryFn: ({ signal }) => answerOf(api.GET(ACCOUNT, { params: { path: { id } }, signal })),
  });
}

export function useCreateAccount() {
  return useMutation({ mutationFn: (body: NewAccount) => answerOf(api.POST(ACCOUNTS, { body })), onSuccess: keep });
}

export function useChangeAccount(id: string) {
  return useMutation({
    mutationFn: (body: AccountChange) => answerOf(api.PUT(ACCOUNT, { params: { path: { id } }, body })),
    onSuccess: keep,
  });
}

/** What keys are given that are made from then on without saying what they may do. */
export function usePermitAccount(id: string) {
  return useMutation({
    mutationFn: (permissionIds: string[]) =>
      answerOf(api.PUT(`${ACCOUNT}/permission_ids`, { params: { path: { id } }, body: { permission_ids: permissionIds } })),
    onSuccess: keep,
  });
}

/** Of the account's own login. */
export function useSetPassword(id: string) {
  return useMutation({
    mutationFn: (password: string) => answerOf(api.PUT(`${ACCOUNT}/password`, { params: { path: { id } }, body: { password } })),
    onSuccess: keep,
  });
}

export function useSettleAccount(id: string) {
  const params = { path: { id } };
  const steps = {
    freeze: () => api.POST(`${ACCOUNT}/freeze`, { params }),
    recover: () => api.POST(`${ACCOUNT}/recover`, { params }),
    delete: () => api.DELETE(ACCOUNT, { params }),
  };
  return useMutation({ mutationFn: (step: StateStep) => answerOf(steps[step]()), onSuccess: keep });
}

/** A time of VoIPBin's as every page shows it; null is "not yet". */
export function momentOf(time: string): string | null {
  return timeFromVoipbin(time) ?? null;
}

/** The answer is the account as it is now; the lists may show it otherwise. */
function keep(account: Account): Promise<void> {
  queryClient.setQueryData(accountQuery(account.id).queryKey, account);
  return queryClient.invalidateQueries({ queryKey: LISTS });
}
