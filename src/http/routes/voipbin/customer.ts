// The caller's own account, `/customer`, and the permissions that an account's new access keys start with.

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { callerOf } from '../../auth.ts';
import { idOf, sendAccount } from './customers.ts';
import { PermissionIdsBody, VoipbinCustomer, VoipbinCustomerChange } from '../../schema/voipbin-customer.ts';
import { readAccount } from '../../../registry/account/read-account.ts';
import { refTo } from '../../schema/part.ts';
import { setAccountPermissions } from '../../../registry/account/set-account-permissions.ts';
import { takeDocumentBodies } from '../../document-body.ts';
import { takeJsonBodies } from '../../json-body.ts';
import { Type } from 'typebox';
import { updateAccount } from '../../../registry/account/update-account.ts';
import type { Context } from '../../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const tags = ['voipbin'];
const params = Type.Object({ id: Type.String({ description: 'The account’s id.' }) });
const response = { 200: refTo(VoipbinCustomer) };
const READ = { operationId: 'readOwnVoipbinCustomer', summary: 'The account of the credential', tags, response };
const CHANGE = { operationId: 'updateOwnVoipbinCustomer', summary: 'Changes the account of the credential', tags, response };
const PERMIT = {
  operationId: 'setVoipbinCustomerPermissions',
  summary: 'Sets the permissions that an account’s new access keys start with',
  tags,
  params,
  body: PermissionIdsBody,
  response,
};
const CHANGING = {
  permission: 'account.manage',
  takes: { 'application/json': VoipbinCustomerChange },
  refusals: ['state_unsuitable'],
} as const;
const PERMITTING = { permission: 'own', refusals: ['permission_denied', 'state_unsuitable'] } as const;

interface Permit {
  Params: Static<typeof params>;
  Body: Static<typeof PermissionIdsBody>;
}

export function voipbinOwnRoutes(app: FastifyInstance, { accounts }: Context): void {
  answerAsVoipbin(app);
  takeDocumentBodies(app);

  app.get('/voipbin/v1.0/customer', { config: { permission: 'own' }, schema: READ }, async (request, reply) => {
    const caller = callerOf(request);
    return sendAccount(reply, await readAccount(accounts, caller, caller.accountId));
  });

  app.put<{ Body: string }>('/voipbin/v1.0/customer', { config: CHANGING, schema: CHANGE }, async (request, reply) => {
    const caller = callerOf(request);
    return sendAccount(reply, await updateAccount(accounts, caller, caller.accountId, request.body));
  });
}

export function voipbinCustomerPermissionRoutes(app: FastifyInstance, { accounts }: Context): void {
  answerAsVoipbin(app);
  takeJsonBodies(app);

  app.put<Permit>('/voipbin/v1.0/customers/:id/permission_ids', { config: PERMITTING, schema: PERMIT }, async (request, reply) => {
    const { permission_ids: ids } = request.body;
    return sendAccount(reply, await setAccountPermissions(accounts, callerOf(request), idOf(request.params), ids));
  });
}
