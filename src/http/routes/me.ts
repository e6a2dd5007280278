// `GET /v1/me`: who am I, and what may I do.

import { callerOf } from '../auth.ts';
import { refTo } from '../schema/part.ts';
import { selfOf } from '../caller-form.ts';
import { SelfSchema } from '../schema/login.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';

const ME = {
  operationId: 'readMe',
  summary: 'Who the credential speaks for, and what it may do',
  tags: ['account'],
  response: { 200: refTo(SelfSchema) },
};

export function meRoutes(app: FastifyInstance, context: Context): void {
  app.get('/v1/me', { config: { permission: 'own' }, schema: ME }, async (request) => selfOf(context, callerOf(request)));
}
