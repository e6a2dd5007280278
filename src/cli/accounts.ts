// `clientele accounts`: accounts listed, made, shown, changed, frozen, deleted and recovered, over a running server or at the store.

import { Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { RegistryError } from '../error.ts';
import { WEBHOOK_METHODS } from '../formats/voipbin/schema.ts';
import { loginsCommand } from './accounts/logins.ts';
import { oneLine, tableOf } from './table.ts';
import { withAccountDoor } from './accounts/door.ts';
import { withServerFlags } from './server.ts';
import { withStoreFlags } from './store.ts';
import type { AccountDoor, AccountFlags, AccountStruct } from './accounts/door.ts';
import type { Column } from './table.ts';
import type { Command } from 'commander';

interface SaidFlags extends AccountFlags {
  readonly username?: string;
  readonly name?: string;
  readonly detail?: string;
  readonly webhookMethod?: string;
  readonly webhookUri?: string;
  readonly password?: boolean;
}

const PASSWORD_BYTES = 18;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const TWO_WAYS = `
With an access key of the operator (CLIENTELE_KEY) a running server is asked. Without one, or with --data-dir or --database-url, the
store itself is used; the embedded store must not be in use then.
<account> is an id, or a username.
Exit code 0: done; 2: something that was given cannot be taken; 3: not reachable, or refused.`;

export function accountsCommand(program: Command): void {
  const accounts = program.command('accounts').description('list, make, show, change, freeze, delete and recover accounts');
  withFlags(accounts.command('list'))
    .description('list accounts that are not deleted, newest first')
    .option('--deleted', 'those that are, in place of the others, and until when they can be recovered')
    .action(list);
  withSaidFlags(withFlags(accounts.command('create')))
    .description('make an account; its password is printed this once')
    .option('--username <text>', 'by which it logs in, unique for ever; without: its id')
    .option('--no-password', 'nobody can log in until a password is set')
    .action(create);
  withFlags(accounts.command('show')).description('show one account').argument('<account>', ACCOUNT).action(show);
  withSaidFlags(withFlags(accounts.command('update')))
    .description('change what is given of an account; an empty text clears')
    .argument('<account>', ACCOUNT)
    .action(update);
  loginsCommand(accounts);
  for (const [what, does] of Object.entries(SETTLING)) {
    withFlags(accounts.command(what))
      .description(does)
      .argument('<account>', ACCOUNT)
      .action((account: string, flags: AccountFlags) => settle(what as keyof typeof SETTLING, account, flags));
  }
}

const ACCOUNT = 'its id, or its username';

const SETTLING = {
  freeze: 'let nobody into an account',
  delete: 'let nobody into an account, and purge it when its grace is over',
  recover: 'let people into a frozen account again, or into a deleted one that is not purged',
} as const;

function withFlags(command: Command): Command {
  return withServerFlags(withStoreFlags(command)).option('--json', 'print JSON').addHelpText('after', TWO_WAYS);
}

function withSaidFlags(command: Command): Command {
  return command
    .option('--name <text>', 'the display name of the organization')
    .option('--detail <text>', 'notes about it')
    .option('--webhook-uri <uri>', 'where its webhook is, http or https')
    .addOption(new Option('--webhook-method <method>', 'how its webhook is called').choices(WEBHOOK_METHODS.filter(Boolean)));
}

async function list({ deleted = false, ...flags }: AccountFlags & { deleted?: boolean }): Promise<void> {
  await withAccountDoor(flags, async (door) => {
    const accounts: AccountStruct[] = [];
    for await (const page of door.list(deleted)) accounts.push(...page);
    const columns = deleted ? [...COLUMNS, UNTIL] : COLUMNS;
    print(flags.json ? accounts.map((account) => JSON.stringify(account)) : tableOf(accounts, columns, process.stdout.isTTY));
  });
}

async function create(flags: SaidFlags): Promise<void> {
  const password = flags.password === false ? undefined : randomBytes(PASSWORD_BYTES).toString('base64url');
  const { username } = flags;
  const document = { ...saidIn(flags), ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  const made = await withAccountDoor(flags, (door) => door.create(document));
  printOne({ ...made, ...(password !== undefined && { password }) }, flags);
  if (password !== undefined) process.stderr.write('The password is shown this once; keep it.\n');
}

async function show(account: string, flags: AccountFlags): Promise<void> {
  printOne(await withAccountDoor(flags, async (door) => door.read(await idOf(door, account))), flags);
}

async function update(account: string, flags: SaidFlags): Promise<void> {
  const document = saidIn(flags);
  if (Object.keys(document).length === 0) throw new RegistryError('request_invalid', 'Nothing is given to change: see --help.');
  printOne(await withAccountDoor(flags, async (door) => door.update(await idOf(door, account), document)), flags);
}

async function settle(what: keyof typeof SETTLING, account: string, flags: AccountFlags): Promise<void> {
  printOne(await withAccountDoor(flags, async (door) => door.settle(await idOf(door, account), what)), flags);
}

function saidIn({ name, detail, webhookMethod, webhookUri }: SaidFlags): Record<string, string> {
  const said = { name, detail, webhook_method: webhookMethod, webhook_uri: webhookUri };
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The id of the account that is named; usernames are looked up, in any letter case, among deleted accounts last. */
async function idOf(door: AccountDoor, account: string): Promise<string> {
  if (UUID.test(account)) return account.toLowerCase();
  for (const isDeleted of [false, true]) {
    for await (const page of door.list(isDeleted)) {
      const found = page.find(({ username }) => String(username).toLowerCase() === account.toLowerCase());
      if (found) return String(found['id']);
    }
  }
  throw new RegistryError('not_found', 'There is no account of this username.');
}

const COLUMNS: readonly Column<AccountStruct>[] = [
  { title: 'ID', cell: ({ id }) => cellOf(id) },
  { title: 'USERNAME', cell: ({ username }) => cellOf(username) },
  { title: 'NAME', cell: ({ name }) => cellOf(name) },
  { title: 'STATUS', cell: ({ status }) => cellOf(status) },
  { title: 'CREATED', cell: ({ tm_create: at }) => cellOf(at), isTime: true },
];
/** Of deleted ones people want to know how long they can be recovered. */
const UNTIL: Column<AccountStruct> = {
  title: 'RECOVERABLE UNTIL',
  cell: ({ tm_deletion_scheduled: until }) => cellOf(until),
  isTime: true,
};

function printOne(account: AccountStruct, { json }: AccountFlags): void {
  const lines = Object.entries(account).map(([member, value]) => `${member}\t${cellOf(value)}`);
  print(json ? [JSON.stringify(account)] : lines);
}

function cellOf(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
