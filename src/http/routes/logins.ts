// `/v1/logins`: the people who may enter the caller's account, each by a username and password of their own.

import { addLogin, readLogins, removeLogin } from '../../registry/login/staff.ts';
import { callerOf } from '../auth.ts';
import { CREATE_LOGIN, LIST_LOGINS, REMOVE_LOGIN } from '../schema/login.ts';
import { idIn } from '../id-param.ts';
import { keeperOf } from '../idempotency.ts';
import { pageOf, positionIn } from '../cursor.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { CredentialsSchema } from '../schema/login.ts';
import type { FastifyInstance } from 'fastify';
import type { StaffLogin } from '../../registry/login/staff.ts';
import type { Static } from 'typebox';

const CONFIG = { permission: 'keys.manage' } as const;
const CREATED = 201;
const NO_CONTENT = 204;

export function loginRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  const deps = { ...context.ingest, callers: context.callers };

  app.get<{ Querystring: { limit: number; cursor?: string } }>('/v1/logins', { config: CONFIG, schema: LIST_LOGINS }, async (request) => {
    const { limit, cursor } = request.query;
    const logins = await readLogins(deps, callerOf(request), { after: positionIn(cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(logins, limit, ({ createdAt, loginId }) => ({ time: createdAt, id: loginId }));
    return { data: shown.map(shownLogin), nextCursor };
  });

  app.post<{ Body: Static<typeof CredentialsSchema> }>(
    '/v1/logins',
    { config: { ...CONFIG, refusals: ['username_taken', 'state_unsuitable'] }, schema: CREATE_LOGIN },
    async (request, reply) => {
      const keep = keeperOf(request, CREATED, shownLogin);
      const login = await addLogin({ ...context.accounts, keep }, callerOf(request), request.body);
      return reply.code(CREATED).send(shownLogin(login));
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/logins/:id',
    { config: { ...CONFIG, refusals: ['state_unsuitable'] }, schema: REMOVE_LOGIN },
    async (request, reply) => {
      await removeLogin(
        { ...context.accounts, callers: context.callers },
        callerOf(request),
        idIn(request.params.id, 'This account has no login with this id.'),
      );
      return reply.code(NO_CONTENT).send();
    },
  );
}

function shownLogin({ loginId: id, username, createdAt, isOwn }: StaffLogin): object {
  return { id, username, createdAt, isOwn };
}
