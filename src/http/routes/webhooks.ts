// `/v1/webhooks`: what the account is told and where, its secrets, and each delivery.

import { callerOf } from '../auth.ts';
import { keeperOf } from '../idempotency.ts';
import { normalizeTime } from '../../formats/index.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { readDeliveries, readDelivery, replayDeliveries, replayDelivery } from '../../registry/read-deliveries.ts';
import { readWebhook } from '../../registry/read-webhook.ts';
import { readWebhookSecrets, rotateWebhookSecret } from '../../registry/webhook-secrets.ts';
import { RegistryError } from '../../error.ts';
import { sendTestEvent, setWebhookState } from '../../registry/steer-webhook.ts';
import { takeJsonBodies } from '../json-body.ts';
import { updateWebhook } from '../../registry/update-webhook.ts';
import * as schema from '../schema/webhook.ts';
import type { Context } from '../context.ts';
import type { DeliveryFilter, Replays } from '../../registry/read-deliveries.ts';
import type { FastifyInstance } from 'fastify';
import type { WebhookSecret } from '../../registry/webhook-secrets.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MANAGE = { permission: 'webhooks.manage' } as const;
const SENDING = { ...MANAGE, refusals: ['state_unsuitable'] } as const;
const OK = 200;
const ACCEPTED = 202;

export function webhookRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  settingsRoutes(app, context);
  deliveryRoutes(app, context);
}

function settingsRoutes(app: FastifyInstance, { webhooks: deps }: Context): void {
  app.get('/v1/webhooks', { config: MANAGE, schema: schema.READ_WEBHOOK }, async (request) => readWebhook(deps, callerOf(request)));

  app.put<{ Body: schema.WebhookBody }>('/v1/webhooks', { config: MANAGE, schema: schema.PUT_WEBHOOK }, async (request) =>
    updateWebhook(deps, callerOf(request), { ...schema.WEBHOOK_DEFAULTS, ...request.body }),
  );

  app.patch<{ Body: schema.WebhookBody }>('/v1/webhooks', { config: MANAGE, schema: schema.PATCH_WEBHOOK }, async (request) =>
    updateWebhook(deps, callerOf(request), request.body),
  );

  app.post('/v1/webhooks/pause', { config: MANAGE, schema: schema.PAUSE_WEBHOOK }, async (request) =>
    setWebhookState(deps, callerOf(request), 'paused'),
  );

  app.post('/v1/webhooks/resume', { config: MANAGE, schema: schema.RESUME_WEBHOOK }, async (request) =>
    setWebhookState(deps, callerOf(request), 'active'),
  );

  app.post('/v1/webhooks/test', { config: SENDING, schema: schema.TEST_WEBHOOK }, async (request, reply) => {
    const shown = (deliveryId: string): object => ({ deliveryId });
    const keep = keeperOf(request, ACCEPTED, shown);
    return reply.code(ACCEPTED).send(shown(await sendTestEvent({ ...deps, keep }, callerOf(request))));
  });

  app.get('/v1/webhooks/secrets', { config: MANAGE, schema: schema.READ_SECRETS }, async (request) => ({
    data: await readWebhookSecrets(deps, callerOf(request)),
  }));

  app.post<{ Body: schema.RotationBody }>(
    '/v1/webhooks/secrets/rotate',
    { config: MANAGE, schema: schema.ROTATE_SECRET },
    async (request) => {
      const shown = (data: WebhookSecret[]): object => ({ data });
      const keep = keeperOf(request, OK, shown);
      return shown(await rotateWebhookSecret({ ...deps, keep }, callerOf(request), request.body.overlapSeconds ?? 0));
    },
  );
}

function deliveryRoutes(app: FastifyInstance, { ingest: deps }: Context): void {
  app.get<{ Querystring: schema.DeliveryQuery }>(
    '/v1/webhooks/deliveries',
    { config: MANAGE, schema: schema.LIST_DELIVERIES },
    async (request) => {
      const { limit, cursor, ...given } = request.query;
      const after = cursor === undefined ? null : (readCursor(cursor, [UUID])[0] ?? null);
      const found = await readDeliveries(deps, callerOf(request), { filter: filterFrom(given), after, limit: limit + 1 });
      const data = found.slice(0, limit);
      return { data, nextCursor: found.length > limit ? writeCursor([data.at(-1)?.id ?? '']) : null };
    },
  );

  app.get<{ Params: { id: string } }>('/v1/webhooks/deliveries/:id', { config: MANAGE, schema: schema.READ_DELIVERY }, async (request) =>
    readDelivery(deps, callerOf(request), idIn(request.params)),
  );

  app.post<{ Params: { id: string } }>(
    '/v1/webhooks/deliveries/:id/replay',
    { config: SENDING, schema: schema.REPLAY_DELIVERY },
    async (request, reply) => {
      const shown = (): object => ({ replays: 1 });
      await replayDelivery({ ...deps, keep: keeperOf(request, ACCEPTED, shown) }, callerOf(request), idIn(request.params));
      return reply.code(ACCEPTED).send(shown());
    },
  );

  app.post<{ Body: schema.ReplayBody }>(
    '/v1/webhooks/deliveries/replay',
    { config: SENDING, schema: schema.REPLAY_DELIVERIES },
    async (request, reply) => {
      const keep = keeperOf(request, ACCEPTED, (made: Replays) => made);
      const answer = await replayDeliveries({ ...deps, keep }, callerOf(request), filterFrom(request.body));
      return reply.code(ACCEPTED).send(answer);
    },
  );
}

function idIn({ id }: { id: string }): string {
  const lower = id.toLowerCase();
  if (UUID.test(lower)) return lower;
  throw new RegistryError('not_found', 'There is no delivery with this id.');
}

/** Times as the store compares them. */
function filterFrom({ since, until, ...filter }: DeliveryFilter): DeliveryFilter {
  return { ...filter, since: timeIn('since', since), until: timeIn('until', until) };
}

function timeIn(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = normalizeTime(text);
  if (time !== null) return time;
  throw new RegistryError('request_invalid', `"${name}" is a time with an offset, like 2024-05-01T10:00:00Z.`);
}
