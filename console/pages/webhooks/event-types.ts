// The events that a webhook can tell.

import type { Webhook } from '../../api/webhooks.ts';

export const EVENT_TYPES: readonly NonNullable<Webhook['types']>[number][] = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'customer.restored',
  'import.finished',
  'account.updated',
  'account.deleted',
  'webhook.test',
];
