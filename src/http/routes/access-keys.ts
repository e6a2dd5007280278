// `/v1/access-keys`: the caller's account's keys, with permissions by name. A key is shown once, in the answer that makes it.

import { callerOf } from '../auth.ts';
import { CHANGE_KEY, CREATE_KEY, LIST_KEYS, READ_KEY, REVOKE_KEY, ROTATE_KEY } from '../schema/access-key.ts';
import { changeKey } from '../../registry/access-key/change-key.ts';
import { createKey } from '../../registry/access-key/create-key.ts';
import { idIn } from '../id-param.ts';
import { keeperOf } from '../idempotency.ts';
import { normalizeTime } from '../../formats/index.ts';
import { pageOf, positionIn } from '../cursor.ts';
import { PERMISSIONS } from '../../core/permission.ts';
import { readKey, readKeys } from '../../registry/access-key/read-keys.ts';
import { RegistryError } from '../../error.ts';
import { revokeKey } from '../../registry/access-key/revoke-key.ts';
import { rotateKey } from '../../registry/access-key/rotate-key.ts';
import { showKey, showNewKey } from '../../registry/access-key/show-key.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { KeyMembers, Rotation } from '../schema/access-key.ts';
import type { KeyRequest } from '../../registry/access-key/create-key.ts';

const AT = '/v1/access-keys';
const CONFIG = { permission: 'keys.manage' } as const;
const ROTATING = { ...CONFIG, refusals: ['state_unsuitable'] } as const;
const CREATED = 201;
const NO_CONTENT = 204;
const DAY_SECONDS = 86_400;

interface KeyParams {
  id: string;
}

export function accessKeyRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  const deps = { ...context.ingest, callers: context.callers };
  const requested = (body: KeyMembers): KeyRequest => requestIn(body, deps.clock.now());

  app.get<{ Querystring: { limit: number; cursor?: string } }>(AT, { config: CONFIG, schema: LIST_KEYS }, async (request) => {
    const { limit, cursor } = request.query;
    const keys = await readKeys(deps, callerOf(request), { before: positionIn(cursor)?.time ?? null, limit: limit + 1 });
    const { shown, nextCursor } = pageOf(keys, limit, ({ createdAt, keyId }) => ({ time: createdAt, id: keyId }));
    return { data: shown.map(showKey), nextCursor };
  });

  app.post<{ Body: KeyMembers }>(AT, { config: CONFIG, schema: CREATE_KEY }, async (request, reply) => {
    const keep = keeperOf(request, CREATED, showNewKey);
    const made = await createKey({ ...deps, keep }, callerOf(request), requested(request.body));
    return reply.code(CREATED).send(showNewKey(made));
  });

  app.get<{ Params: KeyParams }>(`${AT}/:id`, { config: CONFIG, schema: READ_KEY }, async (request) =>
    showKey(await readKey(deps, callerOf(request), keyIdOf(request.params))),
  );

  app.patch<{ Params: KeyParams; Body: KeyMembers }>(`${AT}/:id`, { config: CONFIG, schema: CHANGE_KEY }, async (request) =>
    showKey(await changeKey(deps, callerOf(request), keyIdOf(request.params), requested(request.body))),
  );

  app.delete<{ Params: KeyParams }>(`${AT}/:id`, { config: CONFIG, schema: REVOKE_KEY }, async (request, reply) => {
    await revokeKey(deps, callerOf(request), keyIdOf(request.params));
    return reply.code(NO_CONTENT).send();
  });

  app.post<{ Params: KeyParams; Body: Rotation }>(`${AT}/:id/rotate`, { config: ROTATING, schema: ROTATE_KEY }, async (request, reply) => {
    const { overlapSeconds = DAY_SECONDS } = request.body;
    const keep = keeperOf(request, CREATED, showNewKey);
    const made = await rotateKey({ ...deps, keep }, callerOf(request), keyIdOf(request.params), overlapSeconds);
    return reply.code(CREATED).send(showNewKey(made));
  });
}

function keyIdOf({ id }: KeyParams): string {
  return idIn(id, 'This account has no access key with this id.');
}

/** What a body asks for. Throws `request_invalid` where the key would have ended before it began. */
function requestIn({ name, detail, permissions, expiresAt }: KeyMembers, now: string): KeyRequest {
  const end = typeof expiresAt === 'string' ? normalizeTime(expiresAt) : expiresAt;
  // No time of our calendar must not become "never".
  if (end === null && expiresAt !== null) throw new RegistryError('request_invalid', '"expiresAt" is no moment of the years 0001 to 9999.');
  if (typeof end === 'string' && end <= now) throw new RegistryError('request_invalid', '"expiresAt" must lie in the future.');
  return { name, detail, permissionIds: permissions?.map((permission) => PERMISSIONS[permission].id), expiresAt: end };
}
