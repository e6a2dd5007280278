// What is asked of the pipeline: one request's records, the carriers they may come in, and what is told of each batch.

import type { AccountScope } from '../core/account.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Deps } from '../registry/save-records.ts';
import type { Feed } from '../registry/save/batch.ts';
import type { Lanes } from './lanes.ts';

/** A document is read whole, and may not be larger. */
export const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

export interface Ingest extends Deps {
  readonly lanes: Lanes;
}

export interface Request {
  readonly scope: AccountScope;
  readonly feed: Feed;
  readonly requestId: string;
  /** The sender chose the request's id: it must be new to the account. */
  readonly isNamed: boolean;
  readonly bytes: Buffer | AsyncIterable<Buffer>;
  readonly fixes: boolean;
  readonly shape: Shape;
  /** Told of each batch in the order sent, once it is durable or has failed. */
  readonly onBatch?: (result: BatchResult) => void;
}

/** Which carriers a request may use. */
export interface Shape {
  /** One record a line may come, and the sender says that it does. */
  readonly lines: 'never' | 'maybe' | 'expected';
  /** Members that may wrap the records of one document: `{"customers": […]}`. */
  readonly wrappers: readonly string[];
  /** Only a wrapped array will do. */
  readonly isWrapped: boolean;
  readonly recordsMax: number;
}

export type BatchResult = { readonly report: BatchReport } | { readonly fault: unknown; readonly records: number };
