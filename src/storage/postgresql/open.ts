// The PostgreSQL engine: a pool of pipelined connections that answer every value as text.
// Statements of one session that are not awaited one by one travel together, so that no lock waits for this process.

import pg from 'pg';
import { DatabaseError } from '../engine.ts';
import { Listener } from './listen.ts';
import { scatterBinds } from './scattered-bind.ts';
import type { BindingConnection } from './scattered-bind.ts';
import type { Engine, Result, Row, Session, Statement } from '../engine.ts';
import type { Writable } from 'node:stream';

export interface PostgresqlOptions {
  readonly url: string;
  /** The role each connection acts as; null: the URL's own. */
  readonly role: string | null;
  /** Connections at most. */
  readonly connectionsMax: number;
}

/** `pipeline` is newer than the types of `pg`. */
type PoolConfig = pg.PoolConfig & { pipeline: boolean };

/** Opens a pool; the first connection is made at the first use. */
export function openPostgresql({ url, role, connectionsMax }: PostgresqlOptions): Engine {
  const config: PoolConfig = {
    connectionString: url,
    max: connectionsMax,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    application_name: 'clientele',
    // A hot statement's estimated cost (138,481 for 1,000 records) is above the just-in-time compiler's threshold, for milliseconds of work.
    options: `-c jit=off -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c bytea_output=hex -c idle_in_transaction_session_timeout=60000`,
    types: { getTypeParser: () => (value: unknown) => value },
  };
  const pool = new pg.Pool(config);
  // Heard from the first moment: the end can travel in one packet with the beginning, before whoever asked for the connection hears of it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // An idle connection that the server ends is no fault of anybody's: the pool opens another.
  pool.on('error', () => undefined);
  const listener = new Listener(url);
  const sessions = new WeakMap<pg.PoolClient, Session>();
  return {
    kind: 'postgresql',
    async withSession(use) {
      const client = await connect(pool);
      let session = sessions.get(client);
      let broken = false;
      try {
        if (!session) {
          session = sessionOf(client);
          if (role !== null) await session.execute(`set role ${role}`);
          sessions.set(client, session);
        }
        return await use(session);
      } catch (error) {
        broken = await isBroken(client, error);
        throw error;
      } finally {
        client.release(broken);
      }
    },
    listen: (channel, hear) => listener.listen(channel, hear),
    async close() {
      await listener.stop();
      await pool.end();
    },
  };
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw databaseError(error);
  }
}

/** Leaves no transaction open behind a fault; a connection that cannot even roll back is thrown away. */
async function isBroken(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof DatabaseError && error.code === 'CLOSED') return true;
  try {
    await client.query('rollback');
    return false;
  } catch {
    return true;
  }
}

function sessionOf(client: pg.PoolClient): Session {
  const { connection } = client as unknown as WithConnection;
  const gather = gatherer(connection.stream);
  scatterBinds(connection);
  return {
    async query<R extends Row = Row>({ sql, params, name }: Statement): Promise<Result<R>> {
      gather();
      try {
        const answer = await client.query({ text: sql, values: params as unknown[], ...(name !== undefined && { name }) });
        return { rows: answer.rows as R[], rowCount: answer.rowCount ?? 0, command: answer.command };
      } catch (error) {
        throw databaseError(error);
      }
    },
    async execute(sql) {
      gather();
      try {
        await client.query(sql);
      } catch (error) {
        throw databaseError(error);
      }
    },
  };
}

/** What `pg` does not name in its types: the connection of a client, and its socket. */
interface WithConnection {
  readonly connection: BindingConnection & { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
}

/** Holds back what is sent until the turn of the event loop ends: statements that travel together are one write and not one each. */
function gatherer(stream: WithConnection['connection']['stream']): () => void {
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    queueMicrotask(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}

/** The server is shutting down, starting up, was told to end this connection (class 57), or takes no more of them (53300). */
const ENDED = new Set(['57P01', '57P02', '57P03', '53300']);

function databaseError(error: unknown): DatabaseError {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  // A broken socket has codes too, of which `EPIPE` looks like one of the server's.
  const isReported = error instanceof pg.DatabaseError && code !== undefined && !ENDED.has(code);
  return new DatabaseError(isReported ? code : 'CLOSED', message ?? 'the connection ended', constraint, { cause: error });
}
