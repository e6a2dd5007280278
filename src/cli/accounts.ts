// `clientele accounts`: accounts listed, made, shown, changed, frozen, deleted and recovered, over a running server or at the store.

import { Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { RegistryError } from '../error.ts';
import { WEBHOOK_METHODS } from '../formats/voipbin/schema.ts';
import { withAccountDoor } from './accounts/door.ts';
import { withServerFlags } from './server.ts';
import { withStoreFlags } from './store.ts';
import type { AccountDoor, AccountFlags, AccountStruct } from './accounts/door.ts';
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
<account> is an id, or the username of an account that is not deleted.
Exit code 0: done; 2: something that was given cannot be taken; 3: not reachable, or refused.`;

export function accountsCommand(program: Command): void {
  const accounts = program.command('accounts').description('list, make, show, change, freeze, delete and recover accounts');
  withFlags(accounts.command('list')).description('list accounts that are not deleted, newest first').action(list);
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

async function list(flags: AccountFlags): Promise<void> {
  await withAccountDoor(flags, async (door) => {
    const accounts: AccountStruct[] = [];
    for await (const page of door.list()) accounts.push(...page);
    print(flags.json ? accounts.map((account) => JSON.stringify(account)) : tableOf(accounts));
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

/** The id of the account that is named; usernames are looked up, in any letter case. */
async function idOf(door: AccountDoor, account: string): Promise<string> {
  if (UUID.test(account)) return account.toLowerCase();
  for await (const page of door.list()) {
    const found = page.find(({ username }) => String(username).toLowerCase() === account.toLowerCase());
    if (found) return String(found['id']);
  }
  throw new RegistryError('not_found', 'There is no account of this username that is not deleted: name it by its id.');
}

const COLUMNS = ['id', 'username', 'name', 'status', 'tm_create'] as const;

/** Aligned for people, parted by tabs for other programs. */
function tableOf(accounts: readonly AccountStruct[]): string[] {
  const rows = accounts.map((account) => COLUMNS.map((column) => cellOf(account[column])));
  if (!process.stdout.isTTY) return rows.map((row) => row.join('\t'));
  const all = [COLUMNS.map((column) => column.toUpperCase()), ...rows];
  const widths = COLUMNS.map((_column, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function printOne(account: AccountStruct, { json }: AccountFlags): void {
  const lines = Object.entries(account).map(([member, value]) => `${member}\t${cellOf(value)}`);
  print(json ? [JSON.stringify(account)] : lines);
}

/** One line whatever is in it: names are the accounts' own, and may hold what steers a terminal. */
function cellOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
