// The store as the registry sees it: nothing runs but inside an account's scope (or, for the few tables found before the account
// is known, the platform's), and inside a transaction only its `tx` can be reached.

import { APPLICATION_ROLE } from './migrations/0002-walls.ts';
import { DatabaseError } from './engine.ts';
import { hasApplicationRole, migrate } from './migrate.ts';
import { RegistryError } from '../error.ts';
import { openCopy } from './embedded/copy.ts';
import { openPostgresql } from './postgresql/open.ts';
import { vacuum } from './vacuum.ts';
import { openEmbedded } from './embedded/open.ts';
import type { AccountScope } from '../core/account.ts';
import type { Engine, Result, Row, Session, Statement } from './engine.ts';

declare const accountBrand: unique symbol;

/** Runs statements on the platform's tables. */
export interface Tx {
  query<R extends Row = Row>(statement: Statement): Promise<Result<R>>;
}

/** Runs statements for one account, whose id is what row-level security lets through. */
export interface AccountTx extends Tx {
  readonly accountId: string;
  readonly [accountBrand]: true;
}

export interface Database {
  readonly kind: Engine['kind'];
  /** False where one account's rows are kept from another's by the application alone. */
  readonly hasSecondWall: boolean;
  /** Reads (each statement on its own snapshot) or single statements. */
  forAccount<T>(scope: AccountScope, body: (tx: AccountTx) => Promise<T>): Promise<T>;
  inTransaction<T>(scope: AccountScope, body: (tx: AccountTx) => Promise<T>): Promise<T>;
  /** A whole transaction in one flight: commits when every statement held, else throws the first fault and leaves nothing. */
  commitAll(scope: AccountScope, statements: readonly Statement[]): Promise<void>;
  onPlatform<T>(body: (tx: Tx) => Promise<T>): Promise<T>;
  /** Tells `hear` of every word that any node says on a channel; one process alone says everything itself. */
  listen(channel: string, hear: () => void): void;
  /** Frees space and renews statistics where the database does not do so by itself. */
  tidy(): Promise<void>;
  /** Embedded only: a store of its own as this one is now, to be read at leisure; it is gone when it is closed. */
  openCopy?(): Promise<Database>;
  close(): Promise<void>;
}

export type StoreSettings =
  | { readonly databaseUrl: string; readonly connectionsMax: number }
  | { readonly dataDir: string; readonly isSynced: boolean };

/** Opens the store, migrated. */
export async function openDatabase(settings: StoreSettings): Promise<Database> {
  if ('dataDir' in settings) {
    const engine = await openEmbedded({ dataDir: settings.dataDir, sync: settings.isSynced });
    await migrate(engine);
    return { ...databaseOn(engine, false), openCopy: async () => databaseOn(await openCopy(engine, settings.dataDir), false) };
  }
  const { databaseUrl: url, connectionsMax } = settings;
  const owner = openPostgresql({ url, role: null, connectionsMax: 1 });
  let hasSecondWall: boolean;
  try {
    await migrate(owner);
    hasSecondWall = await hasApplicationRole(owner);
  } finally {
    await owner.close();
  }
  return databaseOn(openPostgresql({ url, role: hasSecondWall ? APPLICATION_ROLE : null, connectionsMax }), hasSecondWall);
}

export function databaseOn(engine: Engine, hasSecondWall: boolean): Database {
  const withAccount = <T>(scope: AccountScope, use: (session: Session) => Promise<T>): Promise<T> =>
    engine.withSession(async (session) => {
      if (hasSecondWall) await enter(session, scope.accountId);
      return use(session);
    });
  return {
    kind: engine.kind,
    hasSecondWall,
    forAccount: (scope, body) => refusing(withAccount(scope, (session) => body(accountTx(session, scope)))),
    inTransaction: (scope, body) => refusing(withAccount(scope, (session) => transact(session, () => body(accountTx(session, scope))))),
    // Its faults stay the database's own: only they tell whether to try again, or to ask whether it happened.
    commitAll: (scope, statements) => withAccount(scope, (session) => flyTransaction(session, statements)),
    onPlatform: (body) => refusing(engine.withSession((session) => transact(session, () => body(session)))),
    listen: (channel, hear) => engine.listen?.(channel, hear),
    tidy: () => vacuum(engine),
    close: () => engine.close(),
  };
}

/** A fault of the database that its caller is to hear of as a refusal; any other is a bug. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === 'CLOSED') {
      throw new RegistryError('unavailable', 'The store cannot be reached at present; send the request again.', { cause: error });
    }
    if (error.code === NO_TEXT)
      throw new RegistryError('request_invalid', 'U+0000 can be in no id and no value: leave it out.', { cause: error });
    throw error;
  }
}

/** SQLSTATE of text that PostgreSQL cannot hold. */
const NO_TEXT = '22021';

/** The account each connection's row-level security is set to. */
const entered = new WeakMap<Session, string>();

/**
 * Set on the session and not by `SET LOCAL` in each transaction: a connection mostly serves the account it served before, and a
 * read by id is then one statement instead of four (2.2 × the rate over 8 connections). Every use of a session comes through here.
 */
async function enter(session: Session, accountId: string): Promise<void> {
  if (entered.get(session) === accountId) return;
  await session.query({ sql: `select set_config('app.account_id', $1, false)`, params: [accountId], name: 'enter_account' });
  entered.set(session, accountId);
}

/** The platform's transaction, for the rest of it also that of one account. */
export async function enterInside(tx: Tx, accountId: string): Promise<AccountTx> {
  await tx.query({ sql: `select set_config('app.account_id', $1, true)`, params: [accountId] });
  return { accountId, query: (statement: Statement) => tx.query(statement) } as AccountTx;
}

function accountTx(session: Session, { accountId }: AccountScope): AccountTx {
  return { accountId, query: (statement: Statement) => session.query(statement) } as AccountTx;
}

/** BEGIN travels with the first statement behind it; where it fails, so does that. */
async function transact<T>(session: Session, body: () => Promise<T>): Promise<T> {
  const [, value] = await Promise.all([session.execute('begin'), body()]);
  await commit(session);
  return value;
}

async function flyTransaction(session: Session, statements: readonly Statement[]): Promise<void> {
  const [first, ...more] = statements;
  // One statement is a transaction of its own.
  if (first && more.length === 0) {
    await session.query(first);
    return;
  }
  const flight: Promise<unknown>[] = [session.execute('begin')];
  for (const statement of statements) flight.push(session.query(statement));
  flight.push(commit(session));
  const landed = await Promise.allSettled(flight);
  const fault = landed.find((one) => one.status === 'rejected');
  if (fault) throw fault.reason;
}

/** PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and no error. */
async function commit(session: Session): Promise<void> {
  const { command } = await session.query({ sql: 'commit' });
  if (command !== 'COMMIT') throw new DatabaseError('25P02', 'the transaction had failed, so that nothing was committed');
}
