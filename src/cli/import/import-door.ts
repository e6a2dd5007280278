// What a way of files into a registry does, whichever way it is.

import type { ImportSettings } from '../../core/import.ts';
import type { ImportView } from './summary.ts';

export interface ImportDoor {
  /** The latest imports. */
  list(): Promise<ImportView[]>;
  /** Makes an import whose file follows in parts. */
  create(settings: ImportSettings): Promise<ImportView>;
  /** Sends a part of the file that begins at `offset`, and gives the offset behind it. */
  append(id: string, offset: number, part: AsyncIterable<Buffer>): Promise<number>;
  step(id: string, what: ImportStep): Promise<ImportView>;
  read(id: string): Promise<ImportView>;
  rejects(id: string): Promise<AsyncIterable<string | Uint8Array>>;
}

/** The file is whole; stop at the end of a batch; go on. */
export type ImportStep = 'complete' | 'cancel' | 'resume';
