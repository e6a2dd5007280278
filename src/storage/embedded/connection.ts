// The HTTP thread's end of the worker: requests out, answers back in order. When the worker ends unasked, every request under
// way fails as `CLOSED`: whether its COMMIT took place is unknown until the store is opened again.

import { Worker } from 'node:worker_threads';
import { RegistryError } from '../../error.ts';
import { DatabaseError } from '../engine.ts';
import { loadProgram } from './program.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-messages.ts';

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: DatabaseError) => void;
}

/** The worker lies beside this file, as TypeScript in a checkout and as JavaScript in the published package. */
const WORKER_URL = import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./worker.js', import.meta.url);

/**
 * Room for PostgreSQL to reach its own limit (`max_stack_depth`) first, which is a plain error. With a worker's usual 4 MiB a
 * 200,000-fold nested JSON value runs out of JavaScript's stack in the middle of PostgreSQL.
 */
const STACK_MIB = 64;

export class Connection {
  /** Files and directories synced by PostgreSQL since its start. */
  syncCalls = 0;
  readonly #worker: Worker;
  readonly #exit: Promise<void>;
  #waiting: Waiting[] = [];
  #unsent: Uint8Array<ArrayBuffer>[] = [];
  #ending: DatabaseError | undefined;
  #reason = 'the embedded database was closed';

  /** Starts PostgreSQL; refuses with `store_invalid`, in PostgreSQL's own words, where it will not start. */
  static async open(store: Omit<WorkerSettings, 'program'>): Promise<Connection> {
    const settings: WorkerSettings = { ...store, program: await loadProgram() };
    const worker = new Worker(WORKER_URL, { workerData: settings, execArgv: [], resourceLimits: { stackSizeMb: STACK_MIB } });
    const connection = new Connection(worker);
    await connection.#ready(settings);
    return connection;
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#exit = new Promise((resolve) => worker.once('exit', () => resolve(this.#ended())));
    worker.on('error', (error) => (this.#reason = `the embedded database stopped: ${String(error)}`));
    worker.on('message', (message: FromWorker) => this.#hear(message));
  }

  /** Resolves with the answer's bytes; requests sent in one turn of the event loop cross to the worker together. */
  send(request: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    if (this.#ending) return Promise.reject(this.#ending);
    if (this.#unsent.length === 0) queueMicrotask(() => this.#flush());
    this.#unsent.push(request);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Shuts PostgreSQL down behind all that was sent; done when its thread is gone. */
  async close(): Promise<void> {
    this.#post('close');
    await this.#exit;
  }

  #flush(): void {
    const requests = this.#unsent;
    this.#unsent = [];
    this.#post(
      { requests },
      requests.map((request) => request.buffer),
    );
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'failed') this.#reason = `the embedded database stopped: ${message.reason}`;
    if (message.kind !== 'answers') return;
    this.syncCalls = message.syncCalls;
    const answered = this.#waiting.splice(0, message.answers.length);
    for (const [index, waiting] of answered.entries()) waiting.resolve(message.answers[index] as Uint8Array);
  }

  #ended(): void {
    this.#ending = new DatabaseError('CLOSED', this.#reason);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ending);
  }

  async #ready({ pgDir }: WorkerSettings): Promise<void> {
    const ready = new Promise<true>((resolve) => {
      const hear = (message: FromWorker): void => {
        if (message.kind === 'ready') resolve(true);
      };
      this.#worker.once('message', hear);
    });
    const isReady = await Promise.race([ready, this.#exit]);
    if (isReady === true) return;
    throw new RegistryError('store_invalid', `The database in ${pgDir} cannot be started: ${this.#reason}. Restore it from a backup.`);
  }
}
