// What fills the parameters of routes in tests over every route: things of one account, and names that nobody has.

import { cobi, uuid, wasabi } from './people.ts';
import type { Api } from './api.ts';

/** Kinds of things that belong to an account, each with a name that nothing has. */
const ABSENT = {
  customer: uuid(404),
  wasabiId: 'nobody',
  cobiId: uuid(404),
  receipt: 'no-such-request',
  import: uuid(404),
  rejection: uuid(404),
  key: uuid(404),
  login: uuid(404),
  delivery: uuid(404),
} as const;

type Thing = keyof typeof ABSENT;

/** A route's parameter: a thing of an account, or a word that is the same for all. */
type Param = { readonly thing: Thing } | { readonly word: string };

/** The parameters in the path of every operation that has any; where a thing needs a body to be looked for, it is beside them. */
export const PARAMS: Readonly<Record<string, Readonly<Record<string, Param>>>> = {
  readCustomer: { id: { thing: 'customer' } },
  readCustomerByExternalId: { source: { word: 'wasabi' }, id: { thing: 'wasabiId' } },
  listCustomerRecords: { id: { thing: 'customer' } },
  listCustomerHistory: { id: { thing: 'customer' } },
  explainCustomer: { id: { thing: 'customer' } },
  putCustomerRecord: { source: { word: 'wasabi' }, id: { word: 'somebody-new' } },
  readReceipt: { requestId: { thing: 'receipt' } },
  takeCobiRecords: { type: { word: 'customers' } },
  listCobiRecords: { type: { word: 'customers' } },
  readCobiRecord: { type: { word: 'customers' }, id: { thing: 'cobiId' } },
  readRejection: { id: { thing: 'rejection' } },
  editRejection: { id: { thing: 'rejection' } },
  retryRejection: { id: { thing: 'rejection' } },
  dismissRejection: { id: { thing: 'rejection' } },
  readImport: { id: { thing: 'import' } },
  uploadImportPart: { id: { thing: 'import' } },
  completeImportUpload: { id: { thing: 'import' } },
  cancelImport: { id: { thing: 'import' } },
  readImportRejects: { id: { thing: 'import' } },
  resumeImport: { id: { thing: 'import' } },
  undoImport: { id: { thing: 'import' } },
  readAccessKey: { id: { thing: 'key' } },
  changeAccessKey: { id: { thing: 'key' } },
  revokeAccessKey: { id: { thing: 'key' } },
  rotateAccessKey: { id: { thing: 'key' } },
  readVoipbinAccessKey: { id: { thing: 'key' } },
  changeVoipbinAccessKey: { id: { thing: 'key' } },
  deleteVoipbinAccessKey: { id: { thing: 'key' } },
  removeLogin: { id: { thing: 'login' } },
  // An account is found by itself and the operator alone, who sees every one: the tests of accounts hold these.
  readVoipbinCustomer: { id: { word: uuid(404) } },
  updateVoipbinCustomer: { id: { word: uuid(404) } },
  deleteVoipbinCustomer: { id: { word: uuid(404) } },
  freezeVoipbinCustomer: { id: { word: uuid(404) } },
  recoverVoipbinCustomer: { id: { word: uuid(404) } },
  setVoipbinCustomerPermissions: { id: { word: uuid(404) } },
  setVoipbinCustomerPassword: { id: { word: uuid(404) } },
  readDelivery: { id: { thing: 'delivery' } },
  replayDelivery: { id: { thing: 'delivery' } },
  readWasabiCustomer: { customerId: { thing: 'wasabiId' } },
};

/** Bodies of operations that look at their body before they look for the thing. */
export const BODIES: Readonly<Record<string, object>> = {
  dismissRejection: { reason: 'a test' },
  editRejection: { payload: null },
};

/** Whether the operation's address names something of an account. */
export function namesThing(operationId: string): boolean {
  return Object.values(PARAMS[operationId] ?? {}).some((param) => 'thing' in param);
}

/** The path of an operation with its parameters filled from `things`, else with names of nothing. */
export function pathOf(operation: { readonly id: string; readonly path: string }, things: Partial<Record<Thing, string>>): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const param = PARAMS[operation.id]?.[name];
    if (!param) throw new Error(`No test knows what to put in the place of {${name}} of ${operation.id}: add it to PARAMS.`);
    return encodeURIComponent('word' in param ? param.word : (things[param.thing] ?? ABSENT[param.thing]));
  });
}

/** Makes one thing of each kind in the account of `api`. */
export async function makeThings(api: Api): Promise<Record<Thing, string>> {
  const receipt = 'a-request-of-the-first-account';
  await api.post('/wasabi/events', wasabi('someone'), { 'x-request-id': receipt });
  await api.post('/cobi/v1/data/customers', { records: [cobi(1)] });
  const { body } = await api.get<{ data: { id: string }[] }>('/v1/customers');
  const { body: upload } = await api.post<{ id: string }>('/v1/imports', JSON.stringify(cobi(1)));
  await api.post('/cobi/v1/data/customers', { records: [cobi(2, { region: 'XX' })] });
  const { body: rejected } = await api.get<{ data: { rejectionId: string }[] }>('/v1/rejections');
  const { body: key } = await api.post<{ id: string }>('/v1/access-keys', { permissions: [] });
  const { body: login } = await api.post<{ id: string }>('/v1/logins', { username: 'somebody', password: 'a password of somebody' });
  // Nobody listens there: the delivery stays where it can be seen.
  await api.send('PUT', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
  const { body: delivery } = await api.send<{ deliveryId: string }>('POST', '/v1/webhooks/test');
  return {
    delivery: delivery.deliveryId,
    rejection: rejected.data[0]?.rejectionId ?? '',
    key: key.id,
    login: login.id,
    import: upload.id,
    customer: body.data[0]?.id ?? '',
    wasabiId: 'someone',
    cobiId: uuid(1),
    receipt,
  };
}
