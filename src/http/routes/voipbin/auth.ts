// VoIPBin's login: a username and its password for a token that is good for seven days, and its end (formats.md, "VoIPBin").

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { callerOf, rememberCaller } from '../../auth.ts';
import { CredentialsSchema } from '../../schema/login.ts';
import { logIn } from '../../../registry/login/log-in.ts';
import { logOut } from '../../../registry/login/log-out.ts';
import { rememberRefused } from '../../audit.ts';
import { takeJsonBodies } from '../../json-body.ts';
import { Type } from 'typebox';
import type { Context } from '../../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const TAGS = ['voipbin'];
const LOG_IN = {
  operationId: 'logInVoipbin',
  summary: 'A token for a username and its password',
  tags: TAGS,
  body: CredentialsSchema,
  response: {
    200: Type.Object(
      {
        username: Type.String({ examples: ['ada@example.com'] }),
        token: Type.String({
          description: 'Good for seven days; send it as `?token=` or as a bearer token.',
          examples: ['eyJhbGciOiJIUzI1NiJ9.…'],
        }),
      },
      { description: 'The login and its token.' },
    ),
  },
};
const LOG_OUT = {
  operationId: 'logOutVoipbin',
  summary: 'End the token that is sent',
  tags: TAGS,
  response: { 200: Type.Object({}, { description: 'The token opens nothing from now on.' }) },
};

export function voipbinAuthRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);
  answerAsVoipbin(app);
  const deps = { ...context.ingest, tokens: context.tokens, callers: context.callers };

  app.post<{ Body: Static<typeof CredentialsSchema> }>(
    '/voipbin/auth/login',
    { config: { permission: 'none', refusals: ['unauthenticated', 'rate_limited', 'unavailable'] }, schema: LOG_IN },
    async (request) => {
      const { username, token } = await logIn(deps, {
        ...request.body,
        address: request.ip,
        onRefused: (login) => rememberRefused(request, login),
      });
      const caller = await context.callers.find(token, request.ip);
      if (caller) rememberCaller(request, caller);
      return { username, token };
    },
  );

  app.post('/voipbin/auth/logout', { config: { permission: 'own', refusals: ['request_invalid'] }, schema: LOG_OUT }, async (request) => {
    await logOut(deps, callerOf(request));
    return {};
  });
}
