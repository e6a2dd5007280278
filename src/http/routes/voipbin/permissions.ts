// VoIPBin's list of permissions: the registry's own, which are fixed (formats.md, "VoIPBin").

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { PERMISSIONS } from '../../../core/permission.ts';
import { timeToVoipbin } from '../../../formats/index.ts';
import { Type } from 'typebox';
import { voipbinAnswer, voipbinPageIn, VoipbinPageQuery, voipbinPageSchema } from '../../voipbin-page.ts';
import type { Context } from '../../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

interface ListedPermission {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly createdAt: string;
}

/** They were made with the first release, one microsecond after the other, so that pages have an order. Newest first. */
const LISTED: readonly ListedPermission[] = Object.entries(PERMISSIONS)
  .map(([name, { id, detail }], at) => ({ id, name, detail, createdAt: `2024-01-01T00:00:00.${String(at).padStart(6, '0')}Z` }))
  .toReversed();

const PermissionSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    name: Type.String(),
    detail: Type.String(),
    tm_create: Type.String(),
    tm_update: Type.String(),
    tm_delete: Type.String(),
  },
  { examples: LISTED.slice(-1).map(structOf) },
);

const LIST = {
  operationId: 'listVoipbinPermissions',
  summary: 'Every permission there is',
  tags: ['voipbin'],
  querystring: VoipbinPageQuery,
  response: { 200: voipbinPageSchema(PermissionSchema, 'One page of permissions.') },
};

export function voipbinPermissionRoutes(app: FastifyInstance, _context: Context): void {
  answerAsVoipbin(app);

  app.get<{ Querystring: Static<typeof VoipbinPageQuery> }>(
    '/voipbin/v1.0/permissions',
    { config: { permission: 'own' }, schema: LIST },
    async (request) => {
      const page = voipbinPageIn(request.query);
      const behind = LISTED.filter(({ createdAt }) => page.before === null || createdAt < page.before);
      return voipbinAnswer(behind.slice(0, page.limit), page, structOf);
    },
  );
}

function structOf({ id, name, detail, createdAt }: ListedPermission): object {
  return { id, name, detail, tm_create: timeToVoipbin(createdAt), tm_update: timeToVoipbin(null), tm_delete: timeToVoipbin(null) };
}
