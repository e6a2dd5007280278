// `/v1/session`: the console logs in and out. The token goes into a cookie and nowhere else, so that no script can read it.

import { callerOf, rememberCaller } from '../auth.ts';
import { expectSameOrigin, keepToken } from '../session-cookie.ts';
import { logIn } from '../../registry/login/log-in.ts';
import { logOut } from '../../registry/login/log-out.ts';
import { RegistryError } from '../../error.ts';
import { CredentialsSchema, NoContent, SelfSchema } from '../schema/login.ts';
import { refTo } from '../schema/part.ts';
import { selfOf } from '../caller-form.ts';
import { rememberRefused } from '../audit.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const LOG_IN = {
  operationId: 'logIn',
  summary: 'Begin a session of the console; its token comes as a cookie',
  tags: ['account'],
  body: CredentialsSchema,
  response: { 200: refTo(SelfSchema) },
};
const LOG_OUT = {
  operationId: 'logOut',
  summary: 'End the session',
  tags: ['account'],
  response: { 204: NoContent },
};
const NO_CONTENT = 204;

export function sessionRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  const deps = { ...context.ingest, tokens: context.tokens };

  app.post<{ Body: Static<typeof CredentialsSchema> }>(
    '/v1/session',
    { config: { permission: 'none', refusals: ['unauthenticated', 'permission_denied', 'rate_limited', 'unavailable'] }, schema: LOG_IN },
    async (request, reply) => {
      expectSameOrigin(request, context.publicUrl);
      const { token } = await logIn(deps, {
        ...request.body,
        address: request.ip,
        onRefused: (login) => rememberRefused(request, login),
      });
      const caller = await context.callers.find(token, request.ip);
      if (!caller) throw new RegistryError('unauthenticated', 'The account was closed at this moment.');
      rememberCaller(request, caller);
      keepToken(reply, token, context.publicUrl);
      return selfOf(context, caller);
    },
  );

  app.delete('/v1/session', { config: { permission: 'own' }, schema: LOG_OUT }, async (request, reply) => {
    await logOut({ ...context.ingest, callers: context.callers }, callerOf(request));
    keepToken(reply, '', context.publicUrl);
    return reply.code(NO_CONTENT).send();
  });
}
