// VoIPBin's customers, many and by id: the operator's to manage; an account finds itself here and nobody else.

import { answerAsVoipbin } from '../../voipbin-error.ts';
import { callerOf } from '../../auth.ts';
import { createAccount } from '../../../registry/account/create-account.ts';
import { deleteAccount } from '../../../registry/account/delete-account.ts';
import { freezeAccount } from '../../../registry/account/freeze-account.ts';
import { listAccounts } from '../../../registry/account/list-accounts.ts';
import { NewVoipbinCustomer, VoipbinCustomer, VoipbinCustomerChange } from '../../schema/voipbin-customer.ts';
import { accountStruct, printAccount } from '../../../formats/index.ts';
import { readAccount } from '../../../registry/account/read-account.ts';
import { voipbinAnswer, voipbinPageIn, VoipbinPageQuery, voipbinPageSchema } from '../../voipbin-page.ts';
import { recoverAccount } from '../../../registry/account/recover-account.ts';
import { refTo } from '../../schema/part.ts';
import { takeDocumentBodies } from '../../document-body.ts';
import { Type } from 'typebox';
import { updateAccount } from '../../../registry/account/update-account.ts';
import type { Account } from '../../../formats/index.ts';
import type { AccountDeps } from '../../../registry/account/account-deps.ts';
import type { Asker } from '../../../registry/account/access.ts';
import type { Context } from '../../context.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Static } from 'typebox';

const LIST = '/voipbin/v1.0/customers';
const ONE = `${LIST}/:id`;
const tags = ['voipbin'];
const params = Type.Object({ id: Type.String({ description: 'The account’s id.' }) });
const one = { 200: refTo(VoipbinCustomer) };

const ListQuery = Type.Object({
  ...VoipbinPageQuery.properties,
  deleted: Type.Optional(
    Type.Boolean({
      description:
        'The registry’s own: those that are deleted, in place of the others; until `tm_deletion_scheduled` they can be recovered.',
    }),
  ),
});
const LISTING = {
  operationId: 'listVoipbinCustomers',
  summary: 'Accounts that are not deleted, newest first',
  tags,
  querystring: ListQuery,
  response: { 200: voipbinPageSchema(refTo(VoipbinCustomer), 'One page of accounts.') },
};
const CREATION = { operationId: 'createVoipbinCustomer', summary: 'Creates an account', tags, response: one };
const READ = {
  operationId: 'readVoipbinCustomer',
  summary: 'One account: one’s own, or for the operator any',
  tags,
  params,
  response: one,
};
const CHANGE = { operationId: 'updateVoipbinCustomer', summary: 'Changes what an account says of itself', tags, params, response: one };
const DELETION = {
  operationId: 'deleteVoipbinCustomer',
  summary: 'Deletes an account: it lets nobody in from then on, and its records are purged when its grace is over',
  tags,
  params,
  response: one,
};
const FREEZE = { operationId: 'freezeVoipbinCustomer', summary: 'Freezes an account: it lets nobody in', tags, params, response: one };
const RECOVERY = { operationId: 'recoverVoipbinCustomer', summary: 'Recovers a frozen or deleted account', tags, params, response: one };

const OPERATOR = { permission: 'platform.manage' } as const;
const STATE = { ...OPERATOR, refusals: ['state_unsuitable'] } as const;
const CREATING = {
  ...OPERATOR,
  takes: { 'application/json': NewVoipbinCustomer },
  refusals: ['username_taken'],
} as const;
/** Which permission is asked for hangs on whose account it is. */
const READING = { permission: 'own', refusals: ['permission_denied'] } as const;
const CHANGING = {
  ...READING,
  takes: { 'application/json': VoipbinCustomerChange },
  refusals: ['permission_denied', 'state_unsuitable'],
} as const;

interface WithId {
  Params: Static<typeof params>;
}

export function voipbinCustomerRoutes(app: FastifyInstance, { accounts, callers }: Context): void {
  answerAsVoipbin(app);
  takeDocumentBodies(app);

  app.get<{ Querystring: Static<typeof ListQuery> }>(LIST, { config: OPERATOR, schema: LISTING }, async (request) => {
    const page = voipbinPageIn(request.query);
    const { deleted: isDeleted = false } = request.query;
    return voipbinAnswer(await listAccounts(accounts, callerOf(request), { ...page, isDeleted }), page, accountStruct);
  });

  app.post<{ Body: string }>(LIST, { config: CREATING, schema: CREATION }, async (request, reply) =>
    sendAccount(reply, await createAccount(accounts, callerOf(request), request.body)),
  );

  app.get<WithId>(ONE, { config: READING, schema: READ }, async (request, reply) =>
    sendAccount(reply, await readAccount(accounts, callerOf(request), idOf(request.params))),
  );

  app.put<WithId & { Body: string }>(ONE, { config: CHANGING, schema: CHANGE }, async (request, reply) => {
    const account = await updateAccount(accounts, callerOf(request), idOf(request.params), request.body);
    callers.forget();
    return sendAccount(reply, account);
  });

  const settle = (path: string, schema: typeof FREEZE, method: 'POST' | 'DELETE', operation: StateOperation): void => {
    app.route<WithId>({
      method,
      url: path,
      config: STATE,
      schema,
      handler: async (request, reply) => {
        const account = await operation(accounts, callerOf(request), idOf(request.params));
        callers.forget();
        return sendAccount(reply, account);
      },
    });
  };
  settle(ONE, DELETION, 'DELETE', deleteAccount);
  settle(`${ONE}/freeze`, FREEZE, 'POST', freezeAccount);
  settle(`${ONE}/recover`, RECOVERY, 'POST', recoverAccount);
}

type StateOperation = (deps: AccountDeps, asker: Asker, accountId: string) => Promise<Account>;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers one account in VoIPBin's form. */
export function sendAccount(reply: FastifyReply, account: Account): FastifyReply {
  return reply.type(JSON_TYPE).send(printAccount(account));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What is no id is the id of nobody: it answers as one that no account has. */
export function idOf({ id }: { readonly id: string }): string {
  const lower = id.toLowerCase();
  return UUID.test(lower) ? lower : NOBODY;
}
