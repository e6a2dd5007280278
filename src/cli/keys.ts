// `clientele keys`: access keys made, listed and revoked, over a running server or at the store itself; and a password that is lost.

import { Option } from 'commander';
import { PERMISSIONS } from '../core/permission.ts';
import { RegistryError } from '../error.ts';
import { resetPassword } from '../registry/login/reset-password.ts';
import { rotateSecretsCommand } from './keys/rotate-secrets.ts';
import { secondsAfter } from '../core/moment.ts';
import { systemClock } from '../clock.ts';
import { tableOf } from './table.ts';
import { withExistingStore, withStoreFlags } from './store.ts';
import { withKeyDoor } from './keys/door.ts';
import { withServerFlags } from './server.ts';
import type { Column } from './table.ts';
import type { Command } from 'commander';
import type { Flags } from '../config.ts';
import type { KeyFlags } from './keys/door.ts';
import type { Permission } from '../core/permission.ts';
import type { ShownKey } from '../registry/access-key/show-key.ts';

interface CreateFlags extends KeyFlags {
  readonly name?: string;
  readonly detail?: string;
  readonly permission?: Permission[];
  readonly days?: string;
}

const DAY_SECONDS = 86_400;
const DAYS_MAX = 3_650;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const TWO_WAYS = `
With an access key (CLIENTELE_KEY) a running server is asked. Without one, or with --data-dir, --database-url or --account, the store
itself is used: for the first key, or where all are lost. The embedded store must not be in use then.`;

export function keysCommand(program: Command): void {
  const keys = program.command('keys').description('make, list and revoke access keys; set a lost password');
  withKeyFlags(keys.command('create'))
    .description('make an access key; it is printed this once')
    .option('--name <text>', 'what it is for')
    .option('--detail <text>', 'more about it')
    .addOption(
      new Option('--permission <names...>', 'what it may do; without: what new keys of the account start with').choices(
        Object.keys(PERMISSIONS),
      ),
    )
    .option('--days <number>', 'days until it ends; without: it does not')
    .action(create);
  withKeyFlags(keys.command('list')).description('list the keys that are live, newest first').action(list);
  withKeyFlags(keys.command('revoke'))
    .description('revoke a key: it opens nothing from the next request on')
    .argument('<id>', 'its id, as "keys list" shows it')
    .action(revoke);
  rotateSecretsCommand(keys);
  withStoreFlags(keys.command('reset-password'))
    .description('set a new password for a login, at the store itself; it is printed this once')
    .argument('<username>', 'the login’s username')
    .action(reset);
}

function withKeyFlags(command: Command): Command {
  return withServerFlags(withStoreFlags(command))
    .option('--account <username>', 'at the store itself: whose keys; without: the operator’s')
    .option('--json', 'print JSON')
    .addHelpText('after', TWO_WAYS);
}

async function create({ name, detail, permission, days, ...flags }: CreateFlags): Promise<void> {
  const wanted = {
    ...(name !== undefined && { name }),
    ...(detail !== undefined && { detail }),
    ...(permission !== undefined && { permissions: permission }),
    ...(days !== undefined && { expiresAt: secondsAfter(systemClock().now(), daysIn(days) * DAY_SECONDS) }),
  };
  const made = await withKeyDoor(flags, (door) => door.create(wanted));
  if (flags.json === true) return print(JSON.stringify(made));
  print(made.key ?? '');
  process.stderr.write(`Key ${made.id} may: ${made.permissions.join(', ') || 'nothing'}. It is shown this once; keep it.\n`);
}

function daysIn(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days;
  throw new RegistryError('request_invalid', `--days is a whole number from 1 to ${DAYS_MAX}.`);
}

const COLUMNS: readonly Column<ShownKey>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'KEY', cell: ({ prefix }) => `${prefix}…` },
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'MAY', cell: ({ permissions }) => permissions.join(',') },
  { title: 'MADE', cell: ({ createdAt }) => createdAt, isTime: true },
  { title: 'ENDS', cell: ({ expiresAt }) => expiresAt, isTime: true },
  { title: 'USED', cell: ({ lastUsedAt }) => lastUsedAt, isTime: true },
];

async function list(flags: KeyFlags): Promise<void> {
  const keys = await withKeyDoor(flags, (door) => door.list());
  if (flags.json === true) print(JSON.stringify(keys));
  else for (const line of tableOf(keys, COLUMNS, process.stdout.isTTY)) print(line);
}

async function revoke(id: string, flags: KeyFlags): Promise<void> {
  if (!UUID.test(id)) throw new RegistryError('request_invalid', 'A key is named by its id, a UUID: "clientele keys list" shows it.');
  await withKeyDoor(flags, (door) => door.revoke(id.toLowerCase()));
  process.stderr.write('Revoked.\n');
}

async function reset(username: string, flags: Flags): Promise<void> {
  print(await withExistingStore(flags, (database) => resetPassword({ database, clock: systemClock() }, username)));
  process.stderr.write('This is the new password; it is shown this once. Every session of the login has ended.\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
