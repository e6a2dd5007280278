// VoIPBin's way to set the password of an account's login: the account's own, or for the operator any.

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { callerOf } from '../../auth.ts';
import { idOf, sendAccount } from './customers.ts';
import { refTo } from '../../schema/part.ts';
import { setPassword } from '../../../registry/login/set-password.ts';
import { takeJsonBodies } from '../../json-body.ts';
import { Type } from 'typebox';
import { VoipbinCustomer } from '../../schema/voipbin-customer.ts';
import type { Context } from '../../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const PasswordBody = Type.Object({
  password: Type.String({ minLength: 8, maxLength: 1_024, description: 'The new password.', examples: ['a long sentence of mine'] }),
});

const SET = {
  operationId: 'setVoipbinCustomerPassword',
  summary: 'Sets the password of an account’s login; its tokens end',
  tags: ['voipbin'],
  params: Type.Object({ id: Type.String({ description: 'The account’s id.' }) }),
  body: PasswordBody,
  response: { 200: refTo(VoipbinCustomer) },
};
const CONFIG = { permission: 'own', refusals: ['permission_denied', 'state_unsuitable'] } as const;

interface SetPassword {
  Params: { id: string };
  Body: Static<typeof PasswordBody>;
}

export function voipbinPasswordRoutes(app: FastifyInstance, { accounts, callers }: Context): void {
  answerAsVoipbin(app);
  takeJsonBodies(app);
  const deps = { ...accounts, callers };

  app.put<SetPassword>('/voipbin/v1.0/customers/:id/password', { config: CONFIG, schema: SET }, async (request, reply) => {
    const { password } = request.body;
    return sendAccount(reply, await setPassword(deps, callerOf(request), { accountId: idOf(request.params), password }));
  });
}
