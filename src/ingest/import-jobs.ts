// The imports that a node works on: takes those that wait, keeps their leases while it lives, and gives back what it cannot finish.

import { endImport, freeImports, giveBackImport, keepImport, loadImport, takeImport } from '../registry/import-work.ts';
import { endedNow, Halt, runImport, settleCanceled } from './run-import.ts';
import { runUndo } from './run-undo.ts';
import { RegistryError } from '../error.ts';
import type { ImportDeps, Work } from './known-import.ts';
import type { Lease } from '../registry/import-work.ts';
import type { Log } from '../log.ts';

/** Imports that one node runs at once. */
const JOBS_AT_ONCE_MAX = 2;
/** How often a node without work asks for some that came by another. */
const LOOK_EVERY_MS = 2_000;
/** A third of the lease: two may be missed. */
const PROLONG_EVERY_MS = 3_000;
/** How long a job rests whose store or file cannot be reached. */
const REST_SECONDS = 2;

export interface ImportJobs {
  /** There is work, here and now. */
  wake(): void;
  /** The import is to stop at once, and not only when the node next asks. */
  halt(importId: string): void;
  /** Lets running jobs go at the end of a batch, to be gone on with later. */
  stop(): Promise<void>;
}

export async function openImportJobs(deps: ImportDeps, log: Log): Promise<ImportJobs> {
  await freeImports(deps);
  const node = new Node(deps, log);
  const loops = Array.from({ length: JOBS_AT_ONCE_MAX }, () => node.loop());
  return {
    wake: () => node.wake(),
    halt: (importId) => node.halts.get(importId)?.('cancel'),
    async stop() {
      node.stop();
      await Promise.all(loops);
    },
  };
}

class Node {
  readonly halts = new Map<string, (why: Halt['why']) => void>();
  readonly #deps: ImportDeps;
  readonly #log: Log;
  #isStopping = false;
  #alarm = new AbortController();

  constructor(deps: ImportDeps, log: Log) {
    this.#deps = deps;
    this.#log = log;
  }

  wake(): void {
    this.#alarm.abort();
    this.#alarm = new AbortController();
  }

  stop(): void {
    this.#isStopping = true;
    for (const halt of this.halts.values()) halt('stop');
    this.wake();
  }

  async loop(): Promise<void> {
    while (!this.#isStopping) {
      const lease = await takeImport(this.#deps).catch(() => null);
      if (lease) await this.#work(lease);
      else if (!this.#isStopping) await this.#deps.clock.sleep(LOOK_EVERY_MS, this.#alarm.signal);
    }
  }

  /** Works on one job until it ends or is given back; whatever happens, the node goes on. */
  async #work(lease: Lease): Promise<void> {
    let why: Halt['why'] | null = null;
    const end = new AbortController();
    this.halts.set(lease.importId, (reason) => (why ??= reason));
    const kept = this.#keep(lease, end.signal);
    const breathe = async (): Promise<void> => {
      if (why) throw new Halt(why);
    };
    try {
      await runJob(this.#deps, { lease, breathe });
    } catch (error) {
      await this.#settle(lease, error).catch((fault: unknown) => this.#tell(lease, fault));
    }
    this.halts.delete(lease.importId);
    end.abort();
    await kept;
  }

  async #keep(lease: Lease, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#deps.clock.sleep(PROLONG_EVERY_MS, signal);
      if (signal.aborted) return;
      // A store that is away for a moment is no reason to let go: the commits themselves tell.
      const verdict = await keepImport(this.#deps, lease).catch(() => 'go on');
      if (verdict !== 'go on') this.halts.get(lease.importId)?.(verdict === 'lost' ? 'lost' : 'cancel');
    }
  }

  async #settle(lease: Lease, error: unknown): Promise<void> {
    const deps = this.#deps;
    if (error instanceof Halt && error.why === 'lost') return;
    if (error instanceof Halt && error.why === 'stop') return giveBackImport(deps, lease);
    const { job } = await loadImport(deps, lease);
    if (error instanceof Halt && job) return settleCanceled(deps, lease, { job });
    if (isPassing(error)) return giveBackImport(deps, lease, REST_SECONDS);
    if (!(error instanceof RegistryError)) this.#tell(lease, error);
    const reason = error instanceof RegistryError ? error.message : 'The registry failed here; the log has the cause under this import.';
    const undoable = job?.startedAt == null ? { undoable_until: null } : {};
    await endImport(deps, lease, { state: 'failed', reason, ...endedNow(deps), ...undoable });
  }

  #tell({ importId }: Lease, error: unknown): void {
    const { name, stack } = error as Error;
    const at = stack?.split('\n').filter((line) => line.startsWith('    at '));
    this.#log.error(
      { importId, err: { name, code: (error as { code?: unknown }).code, stack: at } },
      'an import failed by a fault of the registry',
    );
  }
}

/** The store is away, or others changed the same records again and again: the same work succeeds later. */
function isPassing(error: unknown): boolean {
  return error instanceof RegistryError && (error.code === 'unavailable' || error.code === 'conflict');
}

async function runJob(deps: ImportDeps, work: Work): Promise<void> {
  const { job, committed } = await loadImport(deps, work.lease);
  if (!job) return;
  if (job.state === 'undoing' || job.state === 'restoring') return runUndo(deps, work, job);
  await expectFile(deps, work.lease);
  if (job.isCancelAsked) throw new Halt('cancel');
  await runImport(deps, work, { job, committed });
}

/** The node that took the upload has the file; another one leaves the job to it. */
async function expectFile({ files, database }: ImportDeps, { scope, importId }: Lease): Promise<void> {
  if ((await files.size(scope, importId)) !== null) return;
  if (database.kind === 'embedded') throw new RegistryError('not_found', 'The file of this import is gone: import it again.');
  throw new RegistryError('unavailable', 'The file of this import is on another node.');
}
