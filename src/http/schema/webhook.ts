// Webhooks and deliveries as the API describes them.

import { CURSOR, limitSchema } from './parameters.ts';
import { pageSchema, partOf, refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const TAGS = ['webhooks'];
const time = Type.String({ format: 'date-time' });
const nullable = <T extends Type.TSchema>(schema: T, description: string) => Type.Union([schema, Type.Null()], { description });
const OVERLAP_SECONDS_MAX = 604_800;

const EVENT_TYPE = Type.Enum([
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'customer.restored',
  'import.finished',
  'account.updated',
  'account.deleted',
  'webhook.test',
]);

const SETTINGS = {
  url: nullable(Type.String({ maxLength: 2_048 }), 'Where events are sent: an absolute http or https URL that is public; null: nowhere.'),
  method: Type.Enum(['POST', 'PUT', 'DELETE', 'GET'], { description: 'GET has no body, and ids alone in its query.' }),
  payload: Type.Enum(['full', 'thin'], { description: '`thin`: only the id of the customer.' }),
  format: Type.Enum(['registry', 'cobi', 'wasabi'], { description: 'The form of `data`.' }),
  types: nullable(Type.Array(EVENT_TYPE, { minItems: 1, maxItems: 20 }), 'Only events of these types; null: all.'),
  coalesce: Type.Boolean({ description: 'Of several updates of one customer that wait, only the last is sent.' }),
};

const DEFAULTS = { url: null, method: 'POST', payload: 'full', format: 'registry', types: null, coalesce: false } as const;
const EXAMPLE = { ...DEFAULTS, url: 'https://example.com/hooks/customers' };

export const WebhookSchema = partOf(
  'Webhook',
  Type.Object(
    {
      ...SETTINGS,
      state: Type.Enum(['active', 'paused', 'disabled', 'off'], { description: '`disabled`: by the registry; `off`: there is no `url`.' }),
      stateReason: nullable(Type.String(), '`asked`, `gone` (the receiver answered 410) or `failing` (for five days).'),
      stateAt: nullable(time, 'Since when.'),
      failingSince: nullable(time, 'Since when no delivery succeeded; null while they do.'),
      oldestUndeliveredAt: nullable(time, 'When the oldest event happened that was not told yet.'),
    },
    {
      description: 'What the account is told, where, and how that goes.',
      examples: [{ ...EXAMPLE, state: 'active', stateReason: null, stateAt: null, failingSince: null, oldestUndeliveredAt: null }],
    },
  ),
);

const SETTINGS_BODY = Type.Partial(Type.Object(SETTINGS), { additionalProperties: false, minProperties: 1, examples: [EXAMPLE] });
export type WebhookBody = Static<typeof SETTINGS_BODY>;

/** What a `PUT` leaves out. */
export const WEBHOOK_DEFAULTS = DEFAULTS;

const WEBHOOK = { 200: refTo(WebhookSchema) };
export const READ_WEBHOOK = {
  operationId: 'readWebhook',
  summary: 'Read the webhook’s settings and how it stands',
  tags: TAGS,
  response: WEBHOOK,
};
export const PUT_WEBHOOK = {
  operationId: 'replaceWebhook',
  summary: 'Set all of the webhook’s settings',
  description: 'Members left out get their defaults. `url` and `method` are the account’s `webhook_uri` and `webhook_method`.',
  tags: TAGS,
  body: SETTINGS_BODY,
  response: WEBHOOK,
};
export const PATCH_WEBHOOK = {
  operationId: 'updateWebhook',
  summary: 'Change some of the webhook’s settings',
  tags: TAGS,
  body: SETTINGS_BODY,
  response: WEBHOOK,
};
export const PAUSE_WEBHOOK = {
  operationId: 'pauseWebhook',
  summary: 'Send nothing for now',
  description: 'Changes are kept, and told in their order when the webhook goes on.',
  tags: TAGS,
  response: WEBHOOK,
};
export const RESUME_WEBHOOK = {
  operationId: 'resumeWebhook',
  summary: 'Go on sending, after a pause or when the registry disabled the webhook',
  tags: TAGS,
  response: WEBHOOK,
};
export const TEST_WEBHOOK = {
  operationId: 'testWebhook',
  summary: 'Send a `webhook.test` event',
  tags: TAGS,
  response: { 202: Type.Object({ deliveryId: Type.String({ format: 'uuid' }) }, { description: 'It is on its way.' }) },
};

const SECRETS = {
  200: Type.Object(
    {
      data: Type.Array(
        Type.Object({
          secret: Type.String({ examples: ['whsec_…'] }),
          expiresAt: nullable(time, 'Until when it signs; null: the newest.'),
        }),
      ),
    },
    { description: 'The secrets that sign now, newest first.' },
  ),
};
export const READ_SECRETS = {
  operationId: 'readWebhookSecrets',
  summary: 'Read the secrets that sign webhooks',
  description: 'In the form of Standard Webhooks (`whsec_…`): give it to the receiver’s library as it is.',
  tags: TAGS,
  response: SECRETS,
};
const ROTATION = Type.Object(
  {
    overlapSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: OVERLAP_SECONDS_MAX,
        default: 86_400,
        description: 'How long the present secrets sign as well.',
      }),
    ),
  },
  { additionalProperties: false, examples: [{ overlapSeconds: 86_400 }] },
);
export type RotationBody = Static<typeof ROTATION>;
export const ROTATE_SECRET = {
  operationId: 'rotateWebhookSecret',
  summary: 'Make a new secret',
  tags: TAGS,
  body: ROTATION,
  response: SECRETS,
};

const STATE = Type.Enum(['pending', 'retrying', 'delivered', 'failed', 'cancelled', 'coalesced']);
const DELIVERY = {
  id: Type.String({ format: 'uuid', description: 'The `webhook-id` of each of its attempts.' }),
  state: STATE,
  type: Type.String(),
  customerId: nullable(Type.String({ format: 'uuid' }), 'Null for events of the account.'),
  sequence: Type.Integer(),
  version: nullable(Type.Integer(), 'The customer’s version.'),
  occurredAt: time,
  attempts: Type.Integer(),
  dueAt: nullable(time, 'When it is sent again.'),
  settledAt: nullable(time, 'When it was delivered or given up.'),
};
const DELIVERED = {
  id: 'e4a9b1c7-6f2d-4d38-9b05-1c7e8a3f5d66',
  state: 'delivered',
  type: 'customer.updated',
  customerId: '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10',
  sequence: 42,
  version: 2,
  occurredAt: '2024-05-01T10:00:00.123456Z',
  attempts: 1,
  dueAt: null,
  settledAt: '2024-05-01T10:00:00.200000Z',
};
const ATTEMPTED = { at: '2024-05-01T10:00:00.150000Z', durationMs: 48, address: '203.0.113.7', status: 204, fault: null, answer: '' };
export const DeliverySchema = partOf(
  'Delivery',
  Type.Object(DELIVERY, { description: 'One event for the account’s webhook.', examples: [DELIVERED] }),
);

const ATTEMPT = Type.Object({
  at: time,
  durationMs: Type.Integer(),
  address: nullable(Type.String(), 'The address that was dialled.'),
  status: nullable(Type.Integer(), 'The receiver’s HTTP status; null: there was none.'),
  fault: nullable(
    Type.String(),
    '`status`, `redirect`, `timeout`, `address`, `name`, `tls`, `connection` or `answer`; null: it was delivered.',
  ),
  answer: Type.String({ description: 'The first 4 KiB of the answer.' }),
  isReplay: Type.Optional(Type.Boolean()),
});
const FILTER = {
  state: Type.Optional(STATE),
  type: Type.Optional(EVENT_TYPE),
  customerId: Type.Optional(Type.String({ format: 'uuid' })),
  since: Type.Optional(Type.String({ format: 'date-time', description: 'Events that happened then or later.' })),
  until: Type.Optional(Type.String({ format: 'date-time', description: 'Events that happened before.' })),
};
const LIST_QUERY = Type.Object({ ...FILTER, limit: limitSchema(200), cursor: CURSOR });
export type DeliveryQuery = Static<typeof LIST_QUERY>;
export const LIST_DELIVERIES = {
  operationId: 'listDeliveries',
  summary: 'List webhook deliveries, latest event first',
  tags: TAGS,
  querystring: LIST_QUERY,
  response: { 200: pageSchema(refTo(DeliverySchema), 'One page of deliveries.') },
};
const ID = Type.Object({ id: Type.String({ description: 'The delivery’s id.' }) });
export const READ_DELIVERY = {
  operationId: 'readDelivery',
  summary: 'Read one delivery with its attempts',
  tags: TAGS,
  params: ID,
  response: {
    200: Type.Object(
      { ...DELIVERY, log: Type.Array(ATTEMPT) },
      { description: 'The delivery; its attempts first to last.', examples: [{ ...DELIVERED, log: [ATTEMPTED] }] },
    ),
  },
};
export const REPLAY_DELIVERY = {
  operationId: 'replayDelivery',
  summary: 'Send one settled delivery again',
  description: 'Marked `Clientele-Replay: true`, under the same `webhook-id`, outside of the order, and tried once.',
  tags: TAGS,
  params: ID,
  response: { 202: Type.Object({ replays: Type.Integer() }, { description: 'It is on its way.' }) },
};
const REPLAY_BODY = Type.Object(FILTER, { additionalProperties: false, minProperties: 1, examples: [{ state: 'failed' }] });
export type ReplayBody = Static<typeof REPLAY_BODY>;
export const REPLAY_DELIVERIES = {
  operationId: 'replayDeliveries',
  summary: 'Send settled deliveries again, up to 10,000 at once',
  tags: TAGS,
  body: REPLAY_BODY,
  response: {
    202: Type.Object(
      { replays: Type.Integer(), hasMore: Type.Boolean({ description: 'Ask again for the rest.' }) },
      { description: 'They are on their way, oldest first.' },
    ),
  },
};
