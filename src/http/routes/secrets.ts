// `POST /v1/secrets/rotate`: some accounts' secrets sealed anew under the key that seals now; who asks goes on behind `next`.

import { rotateSecrets } from '../../registry/rotate-secrets.ts';
import { takeJsonBodies } from '../json-body.ts';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const Body = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        format: 'uuid',
        description: '`next` of the answer before; without it, from the first account on.',
        examples: ['2f0b7b1e-5c7a-4b52-9d3c-6a1f4e8d0b11'],
      }),
    ),
  },
  { additionalProperties: false },
);

const ROTATE = {
  operationId: 'rotateSecrets',
  summary: 'Seal some accounts’ secrets anew under the first of the keys given',
  tags: ['operation'],
  body: Body,
  response: {
    200: Type.Object(
      {
        accounts: Type.Integer({ description: 'Accounts that were looked at.' }),
        resealed: Type.Integer({ description: 'Secrets that another key had sealed.' }),
        next: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], { description: 'Null: every account was looked at.' }),
      },
      { description: 'What this step did.' },
    ),
  },
};

export function secretRoutes(app: FastifyInstance, { accounts }: Context): void {
  takeJsonBodies(app);
  app.post<{ Body: Static<typeof Body> }>(
    '/v1/secrets/rotate',
    { config: { permission: 'platform.manage' }, schema: ROTATE },
    async (request) => rotateSecrets(accounts, request.body.after ?? null),
  );
}
