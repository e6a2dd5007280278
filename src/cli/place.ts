// Where a command works: at a running server, or at the store itself where none runs.

import { withServerFlags } from './server.ts';
import { withStoreFlags } from './store.ts';
import type { Command } from 'commander';
import type { Flags } from '../config.ts';
import type { ServerFlags } from './server.ts';

/** Which registry: a server, or a store and one of its accounts. */
export interface PlaceFlags extends Flags, ServerFlags {
  /** The account by its username, at the store itself. */
  readonly account?: string;
}

/** Adds the flags that name a running server, or a store and one of its accounts. */
export function withPlaceFlags(command: Command): Command {
  return withServerFlags(withStoreFlags(command)).option(
    '--account <username>',
    'the account by its username, at the store itself (default: the operator)',
  );
}

/** Whether the store itself is to be used: it is named, or there is no key by which to ask a server. */
export function isAtStore({ dataDir, databaseUrl, account, url, key }: PlaceFlags): boolean {
  const isNamed = dataDir !== undefined || databaseUrl !== undefined || account !== undefined;
  return isNamed || (url === undefined && key === undefined && process.env['CLIENTELE_KEY'] === undefined);
}
