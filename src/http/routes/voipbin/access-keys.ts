// VoIPBin's access keys: `/voipbin/v1.0/accesskeys` of the caller's own account. The token itself is in the answer that makes it, once
// (formats.md, "VoIPBin").

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { callerOf } from '../../auth.ts';
import { changeKey } from '../../../registry/access-key/change-key.ts';
import { createKey } from '../../../registry/access-key/create-key.ts';
import { idIn } from '../../id-param.ts';
import { readKey, readKeys } from '../../../registry/access-key/read-keys.ts';
import { revokeKey } from '../../../registry/access-key/revoke-key.ts';
import { secondsAfter } from '../../../core/moment.ts';
import { takeJsonBodies } from '../../json-body.ts';
import { timeToVoipbin } from '../../../formats/index.ts';
import { CHANGE_KEY, CREATE_KEY, DELETE_KEY, LIST_KEYS, READ_KEY } from '../../schema/voipbin-access-key.ts';
import { voipbinAnswer, voipbinPageIn } from '../../voipbin-page.ts';
import type { Context } from '../../context.ts';
import type { FastifyInstance } from 'fastify';
import type { KeptKey } from '../../../registry/access-key/read-keys.ts';
import type { NewKey } from '../../../registry/access-key/create-key.ts';
import type { Static } from 'typebox';
import type { VoipbinKeyBody } from '../../schema/voipbin-access-key.ts';
import type { VoipbinPageQuery } from '../../voipbin-page.ts';

const AT = '/voipbin/v1.0/accesskeys';
const CONFIG = { permission: 'keys.manage' } as const;

interface KeyParams {
  id: string;
}

export function voipbinAccessKeyRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  answerAsVoipbin(app);
  const deps = { ...context.ingest, callers: context.callers };

  app.get<{ Querystring: Static<typeof VoipbinPageQuery> }>(AT, { config: CONFIG, schema: LIST_KEYS }, async (request) => {
    const page = voipbinPageIn(request.query);
    return voipbinAnswer(await readKeys(deps, callerOf(request), page), page, structOf);
  });

  app.post<{ Body: VoipbinKeyBody }>(AT, { config: CONFIG, schema: CREATE_KEY }, async (request) => {
    const { name, detail, expire, permission_ids: permissionIds } = request.body;
    const expiresAt = expire === undefined ? null : secondsAfter(deps.clock.now(), expire);
    const made = await createKey(deps, callerOf(request), { name, detail, permissionIds, expiresAt });
    return newStructOf(made);
  });

  app.get<{ Params: KeyParams }>(`${AT}/:id`, { config: CONFIG, schema: READ_KEY }, async (request) =>
    structOf(await readKey(deps, callerOf(request), keyIdOf(request.params))),
  );

  app.put<{ Params: KeyParams; Body: Omit<VoipbinKeyBody, 'expire'> }>(
    `${AT}/:id`,
    { config: CONFIG, schema: CHANGE_KEY },
    async (request) => {
      const { name, detail, permission_ids: permissionIds } = request.body;
      return structOf(await changeKey(deps, callerOf(request), keyIdOf(request.params), { name, detail, permissionIds }));
    },
  );

  app.delete<{ Params: KeyParams }>(`${AT}/:id`, { config: CONFIG, schema: DELETE_KEY }, async (request) =>
    structOf(await revokeKey(deps, callerOf(request), keyIdOf(request.params))),
  );
}

function keyIdOf({ id }: KeyParams): string {
  return idIn(id, 'This account has no access key with this id.');
}

function newStructOf({ key, ...kept }: NewKey): object {
  const { id, customer_id, name, detail, ...rest } = structOf(kept);
  return { id, customer_id, name, detail, token: key, ...rest };
}

function structOf(key: KeptKey): Record<string, unknown> {
  return {
    id: key.keyId,
    customer_id: key.accountId,
    name: key.name,
    detail: key.detail,
    token_prefix: key.prefix,
    permission_ids: key.permissionIds,
    tm_expire: timeToVoipbin(key.expiresAt),
    tm_create: timeToVoipbin(key.createdAt),
    tm_update: timeToVoipbin(key.updatedAt),
    tm_delete: timeToVoipbin(key.revokedAt),
  };
}
