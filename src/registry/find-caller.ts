// Whom a credential speaks for: an access key, or the token of a login's session. Read from the store at most once a second each,
// and anew as soon as word comes that a credential ended; without that word, what has ended dies within the second.

import { hash } from 'node:crypto';
import { accessKeyHash, isWellFormed } from '../core/access-key.ts';
import { ENDED_CHANNEL } from '../storage/credentials.ts';
import { findKeyHolder } from '../storage/access-keys.ts';
import { findSessionHolder } from '../storage/sessions.ts';
import { openMisses } from './misses.ts';
import { openLastUses } from './access-key/last-use.ts';
import { loginPermissions, permissionsOf } from '../core/permission.ts';
import type { AccountScope } from '../core/account.ts';
import type { KeyHolder } from '../storage/access-keys.ts';
import type { LoginDeps } from './login/prove-login.ts';
import type { Permission } from '../core/permission.ts';
import type { SessionHolder } from '../storage/sessions.ts';

/** By what a caller asks: the "who" beside the account. */
export type Credential =
  | { readonly kind: 'key'; readonly keyId: string; readonly name: string }
  | { readonly kind: 'login'; readonly loginId: string; readonly sessionId: string; readonly username: string };

export interface Caller extends AccountScope {
  readonly credential: Credential;
  readonly permissions: ReadonlySet<Permission>;
}

/** A key that opens nothing any more: it was revoked or is expired, or its account is frozen. */
export type DeadKey = Pick<KeyHolder, 'accountId' | 'idKey' | 'keyId' | 'name'>;

/** What the store says of a credential. */
interface Found {
  readonly caller: Caller | null;
  readonly dead: DeadKey | null;
}

const FRESH_MS = 1_000;
const CALLERS_MAX = 10_000;
/** How often one dead key is told of, at most. */
const DEAD_EVERY_MS = 60_000;
const NOBODY: Found = { caller: null, dead: null };

export interface Callers {
  /**
   * The caller who holds this key or token; null for one that is unknown, mistyped, altered, revoked, ended or expired. Refuses with
   * `rate_limited` where too many unknown ones came from the address. `onDead` is told of the dead key that is refused, at most once a
   * minute each.
   */
  find(credential: string, address: string, onDead?: (key: DeadKey) => void): Promise<Caller | null>;
  /** Asks the store again for everybody: some credential ended. */
  forget(): void;
  /** Resolves when the last uses noted so far are written. */
  rest(): Promise<void>;
}

export function openCallers(deps: LoginDeps): Callers {
  const { clock } = deps;
  const uses = openLastUses(deps);
  const misses = openMisses(clock.elapsedMs);
  const known = new Map<string, { found: Promise<Found>; until: number }>();
  const dueDead = openDeadKeys(clock.elapsedMs);
  deps.database.listen(ENDED_CHANNEL, () => known.clear());
  const look = (credential: string, address: string): Promise<Found> => {
    const name = nameOf(credential);
    const held = known.get(name);
    if (held && held.until > clock.elapsedMs()) return held.found;
    misses.spend(name, address);
    const found = isToken(credential) ? findByToken(deps, credential) : findByKey(deps, credential);
    if (known.size >= CALLERS_MAX) known.clear();
    found.then(
      ({ caller }) => {
        if (caller?.credential.kind === 'key') uses.note({ accountId: caller.accountId, keyId: caller.credential.keyId });
        if (caller) misses.settle(name, address);
      },
      () => undefined,
    );
    known.set(name, { found, until: clock.elapsedMs() + FRESH_MS });
    found.catch(() => known.delete(name));
    return found;
  };
  return {
    async find(credential, address, onDead) {
      if (!isToken(credential) && !isWellFormed(credential)) return null;
      const { caller, dead } = await look(credential, address);
      if (dead && onDead && dueDead(dead.keyId)) onDead(dead);
      return caller;
    },
    forget: () => known.clear(),
    rest: uses.rest,
  };
}

/** Credentials are held by their hashes. */
function nameOf(credential: string): string {
  return hash('sha256', credential, 'base64');
}

/** Whether a key is due to be told of, which it then is not for a minute. */
function openDeadKeys(nowMs: () => number): (keyId: string) => boolean {
  const toldAtMs = new Map<string, number>();
  return (keyId) => {
    if (nowMs() - (toldAtMs.get(keyId) ?? -DEAD_EVERY_MS) < DEAD_EVERY_MS) return false;
    if (toldAtMs.size >= CALLERS_MAX) toldAtMs.clear();
    toldAtMs.set(keyId, nowMs());
    return true;
  };
}

/** Tokens have dots and keys have none. */
function isToken(credential: string): boolean {
  return credential.includes('.');
}

async function findByKey({ database }: LoginDeps, key: string): Promise<Found> {
  const holder = await database.onPlatform((tx) => findKeyHolder(tx, accessKeyHash(key)));
  if (!holder) return NOBODY;
  return holder.isLive ? { caller: byKey(holder), dead: null } : { caller: null, dead: holder };
}

async function findByToken({ database, tokens }: LoginDeps, token: string): Promise<Found> {
  const secretHash = await tokens.verify(token);
  const holder = secretHash && (await database.onPlatform((tx) => findSessionHolder(tx, secretHash)));
  return holder ? { caller: byLogin(holder), dead: null } : NOBODY;
}

function byKey({ accountId, idKey, keyId, name, permissionIds }: KeyHolder): Caller {
  return { accountId, idKey, credential: { kind: 'key', keyId, name }, permissions: permissionsOf(permissionIds) };
}

function byLogin({ accountId, idKey, loginId, sessionId, username, isOperator }: SessionHolder): Caller {
  return { accountId, idKey, credential: { kind: 'login', loginId, sessionId, username }, permissions: loginPermissions(isOperator) };
}
