// A caller as the registry's API shows who one is: the account, the login or the key, and what it may do.

import { readSelf } from '../registry/read-self.ts';
import type { Caller } from '../registry/find-caller.ts';
import type { Context } from './context.ts';
import type { SelfSchema } from './schema/login.ts';
import type { Static } from 'typebox';

/** What the caller is told of itself. */
export async function selfOf(context: Context, caller: Caller): Promise<Static<typeof SelfSchema>> {
  const { credential } = caller;
  const account = await readSelf(context.ingest, caller);
  const permissions = [...caller.permissions];
  if (credential.kind === 'key') return { account, key: { id: credential.keyId, name: credential.name }, permissions };
  return { account, login: { id: credential.loginId, username: credential.username }, permissions };
}
