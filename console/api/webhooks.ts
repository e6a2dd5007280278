// The account's webhook: its settings, secrets, and every delivery.

import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';

export const webhookQuery = queryOptions({
  queryKey: ['webhook'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks', { signal })),
});
