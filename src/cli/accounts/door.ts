// The two ways to accounts: a running server, by the operator's access key, or the store itself, where none runs. Both give accounts in
// VoIPBin's form, and refuse alike.

import { accountStruct } from '../../formats/index.ts';
import { askServer } from '../server.ts';
import { createAccount } from '../../registry/account/create-account.ts';
import { deleteAccount } from '../../registry/account/delete-account.ts';
import { freezeAccount } from '../../registry/account/freeze-account.ts';
import { isAtStore } from '../place.ts';
import { listAccounts } from '../../registry/account/list-accounts.ts';
import { OPERATOR } from '../../registry/account/access.ts';
import { openSecrets } from '../../registry/open-secrets.ts';
import { readAccount } from '../../registry/account/read-account.ts';
import { readConfig } from '../../config.ts';
import { readSecretKeys } from '../secret-keys.ts';
import { recoverAccount } from '../../registry/account/recover-account.ts';
import { systemClock } from '../../clock.ts';
import { updateAccount } from '../../registry/account/update-account.ts';
import { withExistingStore } from '../store.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from '../../registry/account/account-deps.ts';
import type { Database } from '../../storage/database.ts';
import type { Flags } from '../../config.ts';
import type { ServerFlags, ServerRequest } from '../server.ts';

export interface AccountFlags extends Flags, ServerFlags {
  readonly json?: true;
}

/** An account in VoIPBin's form. */
export type AccountStruct = Readonly<Record<string, unknown>>;

export interface AccountDoor {
  /** Every account that is not deleted, or every one that is, newest first, page by page. */
  list(isDeleted: boolean): AsyncGenerator<AccountStruct[]>;
  create(document: object): Promise<AccountStruct>;
  read(id: string): Promise<AccountStruct>;
  update(id: string, document: object): Promise<AccountStruct>;
  settle(id: string, what: 'delete' | 'freeze' | 'recover'): Promise<AccountStruct>;
}

/** Opens the way that the flags name, for as long as `use` runs. */
export async function withAccountDoor<T>(flags: AccountFlags, use: (door: AccountDoor) => Promise<T>): Promise<T> {
  if (!isAtStore(flags)) return use(serverDoor(flags));
  return withExistingStore(flags, async (database) => use(storeDoor(await accountDeps(flags, database))));
}

/** What operations on accounts need, at the store itself. */
export async function accountDeps(flags: Flags, database: Database): Promise<AccountDeps> {
  const config = readConfig(process.env, flags);
  const secrets = await openSecrets({ database }, await readSecretKeys(config));
  return { database, clock: systemClock(), secrets, graceDays: config.graceDays };
}

const PAGE = 100;
const AT = '/voipbin/v1.0/customers';

function serverDoor(flags: ServerFlags): AccountDoor {
  const ask = async <T>(request: ServerRequest): Promise<T> => (await (await askServer(flags, request)).json()) as T;
  const send = (method: string, path: string, document?: object): Promise<AccountStruct> =>
    ask({ method, path, ...(document && { body: JSON.stringify(document), contentType: 'application/json' }) });
  const at = (id: string): string => `${AT}/${encodeURIComponent(id)}`;
  return {
    async *list(isDeleted) {
      for (let token: string | null = ''; token !== null;) {
        const path: string = `${AT}?page_size=${PAGE}&deleted=${isDeleted}&page_token=${encodeURIComponent(token)}`;
        const page: { result: AccountStruct[]; next_page_token: string } = await ask({ method: 'GET', path });
        yield page.result;
        token = page.next_page_token || null;
      }
    },
    create: (document) => send('POST', AT, document),
    read: (id) => send('GET', at(id)),
    update: (id, document) => send('PUT', at(id), document),
    settle: (id, what) => (what === 'delete' ? send('DELETE', at(id)) : send('POST', `${at(id)}/${what}`)),
  };
}

const SETTLING = { delete: deleteAccount, freeze: freezeAccount, recover: recoverAccount } as const;

function storeDoor(deps: AccountDeps): AccountDoor {
  const shown = async (account: Promise<Account>): Promise<AccountStruct> => accountStruct(await account);
  return {
    async *list(isDeleted) {
      for (let before: string | null | undefined = null; before !== undefined;) {
        const page: Account[] = await listAccounts(deps, OPERATOR, { before, limit: PAGE, isDeleted });
        yield page.map(accountStruct);
        before = page.length === PAGE ? page.at(-1)?.createdAt : undefined;
      }
    },
    create: (document) => shown(createAccount(deps, OPERATOR, JSON.stringify(document))),
    read: (id) => shown(readAccount(deps, OPERATOR, id)),
    update: (id, document) => shown(updateAccount(deps, OPERATOR, id, JSON.stringify(document))),
    settle: (id, what) => shown(SETTLING[what](deps, OPERATOR, id)),
  };
}
