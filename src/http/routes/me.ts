// `/v1/me`: who am I, what may I do, and my own password.

import { callerOf } from '../auth.ts';
import { changeOwnPassword } from '../../registry/login/change-own-password.ts';
import { refTo } from '../schema/part.ts';
import { selfOf } from '../caller-form.ts';
import { CHANGE_PASSWORD, SelfSchema } from '../schema/login.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { PasswordChangeSchema } from '../schema/login.ts';
import type { Static } from 'typebox';

const ME = {
  operationId: 'readMe',
  summary: 'Who the credential speaks for, and what it may do',
  tags: ['account'],
  response: { 200: refTo(SelfSchema) },
};

const NO_CONTENT = 204;

export function meRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  const deps = { ...context.ingest, tokens: context.tokens, callers: context.callers };

  app.get('/v1/me', { config: { permission: 'own' }, schema: ME }, async (request) => selfOf(context, callerOf(request)));

  app.put<{ Body: Static<typeof PasswordChangeSchema> }>(
    '/v1/me/password',
    { config: { permission: 'own', refusals: ['permission_denied', 'rate_limited'] }, schema: CHANGE_PASSWORD },
    async (request, reply) => {
      await changeOwnPassword(deps, callerOf(request), { ...request.body, address: request.ip });
      return reply.code(NO_CONTENT).send();
    },
  );
}
