// What crosses between the HTTP thread and the thread that owns the embedded PostgreSQL. Statements and answers are bytes of
// PostgreSQL's wire protocol: they move by transfer, and only the side that needs the values spends time on them.

import type { Program } from './program.ts';

export interface WorkerSettings {
  /** PostgreSQL's own directory; created and filled when it is absent. */
  readonly pgDir: string;
  readonly isSynced: boolean;
  readonly program: Program;
}

/** Whole requests, each ending in a Sync or being a simple query; they are run in order. */
export interface WorkerRequest {
  readonly requests: readonly Uint8Array<ArrayBuffer>[];
}

export type ToWorker = WorkerRequest | 'close';

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The thread ends after this; `reason` is PostgreSQL's own last words. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** One answer for each request not yet answered, oldest first; `syncCalls` were made since the start. */
  | { readonly kind: 'answers'; readonly answers: readonly Uint8Array<ArrayBuffer>[]; readonly syncCalls: number };
