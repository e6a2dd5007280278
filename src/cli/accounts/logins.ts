// `clientele accounts logins`: the people of an account, over a running server as the account of the access key, or at the store itself.

import { addLogin, readLogins, removeLogin } from '../../registry/login/staff.ts';
import { askServer, withServerFlags } from '../server.ts';
import { accountDeps } from './door.ts';
import { isAtStore } from '../place.ts';
import { makerFor } from '../../registry/access-key/maker.ts';
import { randomBytes } from 'node:crypto';
import { RegistryError } from '../../error.ts';
import { tableOf } from '../table.ts';
import { withExistingStore, withStoreFlags } from '../store.ts';
import type { AccountDeps } from '../../registry/account/account-deps.ts';
import type { Column } from '../table.ts';
import type { Command } from 'commander';
import type { EndingDeps } from '../../registry/access-key/change-key.ts';
import type { KeyFlags } from '../keys/door.ts';
import type { KeyMaker } from '../../registry/access-key/create-key.ts';
import type { ServerFlags } from '../server.ts';
import type { StaffLogin } from '../../registry/login/staff.ts';

interface ShownLogin {
  readonly id: string;
  readonly username: string;
  readonly createdAt: string;
  readonly isOwn: boolean;
}

interface LoginDoor {
  list(): Promise<ShownLogin[]>;
  add(username: string, password: string): Promise<ShownLogin>;
  remove(id: string): Promise<void>;
}

const PASSWORD_BYTES = 18;

export function loginsCommand(accounts: Command): void {
  const logins = accounts.command('logins').description('the people of an account: list, add and remove their logins');
  withLoginFlags(logins.command('list')).description('list the logins of an account, newest first').action(list);
  withLoginFlags(logins.command('add'))
    .description('add a login; its password is printed this once')
    .argument('<username>', 'unique for ever')
    .action(add);
  withLoginFlags(logins.command('remove'))
    .description('remove a login: its sessions end at once, and nobody is called so again')
    .argument('<login>', 'its id, or its username')
    .action(remove);
}

function withLoginFlags(command: Command): Command {
  return withServerFlags(withStoreFlags(command))
    .option('--account <username>', 'at the store itself: whose logins; without: the operator’s')
    .option('--json', 'print JSON');
}

const COLUMNS: readonly Column<ShownLogin>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'USERNAME', cell: ({ username }) => username },
  { title: 'MADE', cell: ({ createdAt }) => createdAt, isTime: true },
  { title: 'KIND', cell: ({ isOwn }) => (isOwn ? 'the account’s own' : 'person') },
];

async function list(flags: KeyFlags): Promise<void> {
  const logins = await withLoginDoor(flags, (door) => door.list());
  print(flags.json ? [JSON.stringify(logins)] : tableOf(logins, COLUMNS, process.stdout.isTTY));
}

async function add(username: string, flags: KeyFlags): Promise<void> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const made = await withLoginDoor(flags, (door) => door.add(username, password));
  print([flags.json ? JSON.stringify({ ...made, password }) : password]);
  process.stderr.write('The password is shown this once; keep it.\n');
}

async function remove(login: string, flags: KeyFlags): Promise<void> {
  await withLoginDoor(flags, async (door) => {
    const wanted = login.toLowerCase();
    const found = (await door.list()).find(({ id, username }) => id === wanted || username.toLowerCase() === wanted);
    if (!found) throw new RegistryError('not_found', 'This account has no login of this name.');
    await door.remove(found.id);
  });
  process.stderr.write('Removed.\n');
}

async function withLoginDoor<T>(flags: KeyFlags, use: (door: LoginDoor) => Promise<T>): Promise<T> {
  if (!isAtStore(flags)) return use(serverDoor(flags));
  return withExistingStore(flags, async (database) => {
    const deps = { ...(await accountDeps(flags, database)), callers: { forget: () => undefined } };
    return use(storeDoor(deps, await makerFor(deps, flags.account)));
  });
}

/** Beyond what one account may have, so that one page is all. */
const ALL_LOGINS = 10_000;

function storeDoor(deps: AccountDeps & EndingDeps, maker: KeyMaker): LoginDoor {
  const scope = { ...maker, idKey: new Uint8Array() };
  const shown = ({ loginId: id, username, createdAt, isOwn }: StaffLogin): ShownLogin => ({ id, username, createdAt, isOwn });
  return {
    list: async () => (await readLogins(deps, scope, { after: null, limit: ALL_LOGINS })).map(shown),
    add: async (username, password) => shown(await addLogin(deps, maker, { username, password })),
    remove: (id) => removeLogin(deps, scope, id),
  };
}

const PAGE = 200;
const AT = '/v1/logins';

function serverDoor(flags: ServerFlags): LoginDoor {
  return {
    async list() {
      const logins: ShownLogin[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `${AT}?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
        const answer = await askServer(flags, { method: 'GET', path });
        const page = (await answer.json()) as { data: ShownLogin[]; nextCursor: string | null };
        logins.push(...page.data);
        cursor = page.nextCursor;
      }
      return logins;
    },
    async add(username, password) {
      const body = JSON.stringify({ username, password });
      return (await (await askServer(flags, { method: 'POST', path: AT, body, contentType: 'application/json' })).json()) as ShownLogin;
    },
    async remove(id) {
      await askServer(flags, { method: 'DELETE', path: `${AT}/${id}` });
    },
  };
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
