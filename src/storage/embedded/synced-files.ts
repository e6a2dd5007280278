// PGlite's Node file system with a real fsync. Emscripten's has none: fsync returns 0 unseen, and fdatasync is not passed on
// at all, which is why PostgreSQL must run with `wal_sync_method=fsync` to reach this one.

import { fdatasyncSync, fsyncSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

const WAL_DIRECTORY = 'pg_wal';
const WAL_SEGMENT = /^[0-9A-F]{24}$/;

interface HostStream {
  readonly nfd: number;
  readonly node: object;
}

/** The part of Emscripten's NODEFS that is not in its types. */
interface HostFiles {
  readonly stream_ops: { open(stream: HostStream): void; fsync?(stream: HostStream): number };
  realPath(node: object): string;
  /** Turns a Node error into the errno that PostgreSQL sees. */
  tryFSOperation<T>(run: () => T): T;
}

type Init = NodeFS['init'];

export interface FileListeners {
  /** Hears each path before it is synced. */
  readonly onSync?: (path: string) => void;
  /** PostgreSQL panicked, for one because a sync failed: nothing it says after this may be believed. */
  readonly onAbort?: (reason?: string) => void;
}

/** Counts what it syncs, and the WAL segments that PostgreSQL opened since the last checkpoint. */
export class SyncedFiles extends NodeFS {
  syncCalls = 0;
  readonly #listeners: FileListeners;
  readonly #segments = new Set<string>();

  constructor(pgDir: string, listeners: FileListeners = {}) {
    super(pgDir);
    this.#listeners = listeners;
  }

  get walSegments(): number {
    return this.#segments.size;
  }

  forgetWalSegments(): void {
    this.#segments.clear();
  }

  override async init(...[database, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(database, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), (mod: { NODEFS: unknown }) => this.#hook(mod.NODEFS as HostFiles)];
    return { emscriptenOpts: { ...emscriptenOpts, preRun, onAbort: () => this.#listeners.onAbort?.() } };
  }

  #hook(files: HostFiles): void {
    const operations = files.stream_ops;
    const open = operations.open.bind(operations);
    operations.open = (stream) => {
      open(stream);
      const path = files.realPath(stream.node);
      if (isWalSegment(path)) this.#segments.add(path);
    };
    operations.fsync = (stream) => {
      files.tryFSOperation(() => this.#sync(files.realPath(stream.node), stream.nfd));
      return 0;
    };
  }

  #sync(path: string, descriptor: number): void {
    this.syncCalls += 1;
    this.#listeners.onSync?.(path);
    // A segment is written in full when it is made; after that its bytes change and nothing else that matters.
    if (isWalSegment(path)) fdatasyncSync(descriptor);
    else fsyncSync(descriptor);
  }
}

function isWalSegment(path: string): boolean {
  return WAL_SEGMENT.test(basename(path)) && basename(dirname(path)) === WAL_DIRECTORY;
}
