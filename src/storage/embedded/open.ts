// The embedded engine: PostgreSQL in a thread of this process, one session at a time, first come first served. It holds the
// store's lock from before it looks at a file until after PostgreSQL has shut down.

import { mkdirSync } from 'node:fs';
import { DatabaseError } from '../engine.ts';
import { Backend, sessionOn } from './backend.ts';
import { archiveDatabase, copyDatabase } from './backup.ts';
import { Connection } from './connection.ts';
import { clearPartialDirectories, postgresDirectory } from './data-directory.ts';
import { lockStore } from './store-lock.ts';
import type { EmbeddedOptions } from './data-directory.ts';
import type { Engine, Session } from '../engine.ts';
import type { StoreLock } from './store-lock.ts';

export interface EmbeddedEngine extends Engine {
  readonly kind: 'embedded';
  /** Files and directories that PostgreSQL synced since its start. */
  readonly syncCalls: number;
  /** A tar archive of the store as it is between two sessions; writing goes on while the archive is read. */
  dumpDataDir(): Promise<AsyncIterable<Uint8Array>>;
  /** Copies PostgreSQL's files as they are between two sessions to `folder`, which is made. */
  copyTo(folder: string): Promise<void>;
}

/**
 * Opens the store in `dataDir`, made on the first start (about 3 s; later starts 0.3 s). Refuses with `store_locked` while another
 * process, or this one, has it open, and with `store_invalid` where PostgreSQL will not start on it.
 */
export async function openEmbedded({ dataDir, sync = true }: EmbeddedOptions): Promise<EmbeddedEngine> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockStore(dataDir);
  try {
    clearPartialDirectories(dataDir);
    const connection = await Connection.open({ pgDir: postgresDirectory(dataDir), isSynced: sync });
    return new OpenStore(dataDir, connection, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class OpenStore implements EmbeddedEngine {
  readonly kind = 'embedded';
  readonly #dataDir: string;
  readonly #connection: Connection;
  readonly #backend: Backend;
  readonly #lock: StoreLock;
  #turn: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(dataDir: string, connection: Connection, lock: StoreLock) {
    this.#dataDir = dataDir;
    this.#connection = connection;
    this.#backend = new Backend(connection);
    this.#lock = lock;
  }

  get syncCalls(): number {
    return this.#connection.syncCalls;
  }

  async withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
    if (this.#closing) throw new DatabaseError('CLOSED', 'the store is closed');
    return this.#inTurn(() => this.#hold(use));
  }

  async dumpDataDir(): Promise<AsyncIterable<Uint8Array>> {
    return this.withSession((session) => archiveDatabase(session, this.#dataDir));
  }

  async copyTo(folder: string): Promise<void> {
    return this.withSession((session) => copyDatabase(session, postgresDirectory(this.#dataDir), folder));
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(async () => {
      await this.#connection.close();
      this.#lock.release();
    });
    return this.#closing;
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      return await run();
    } finally {
      resolve();
    }
  }

  async #hold<T>(use: (session: Session) => Promise<T>): Promise<T> {
    const { session, end } = sessionOn(this.#backend);
    let value: T;
    try {
      value = await use(session);
    } catch (error) {
      end();
      await this.#backend.settle();
      throw error;
    }
    end();
    if (await this.#backend.settle()) throw new Error('a session ended with its transaction open; it was rolled back');
    return value;
  }
}
