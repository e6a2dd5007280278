// The events that a webhook can tell, in the order of showing. What they are says the API's description: a type that is missing here, or
// that it does not know, is an error of types.

import type { Webhook } from '../../api/webhooks.ts';

type EventType = NonNullable<Webhook['types']>[number];

const SHOWN = {
  'customer.created': true,
  'customer.updated': true,
  'customer.deleted': true,
  'customer.restored': true,
  'import.finished': true,
  'account.updated': true,
  'account.deleted': true,
  'webhook.test': true,
} as const satisfies Record<EventType, true>;

export const EVENT_TYPES = Object.keys(SHOWN) as readonly EventType[];
