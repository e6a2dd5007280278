// The two ways of a file into the registry: up to a running server, or into the store itself, where none runs. Both keep imports as
// jobs that are taken in by the same pipeline, and refuse alike.

import { isAtStore } from '../keys/door.ts';
import { serverDoor } from './server-door.ts';
import { withStoreDoor } from './store-door.ts';
import type { Flags } from '../../config.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { ImportView } from './summary.ts';
import type { ServerFlags } from '../server.ts';

/** Which registry: a server, or a store and one of its accounts. */
export interface PlaceFlags extends Flags, ServerFlags {
  /** The account by its username, at the store itself. */
  readonly account?: string;
}

export interface ImportDoor {
  /** The latest imports. */
  list(): Promise<ImportView[]>;
  /** Makes an import whose file follows in parts. */
  create(settings: ImportSettings): Promise<ImportView>;
  append(id: string, offset: number, part: Uint8Array<ArrayBuffer>): Promise<void>;
  step(id: string, what: ImportStep): Promise<ImportView>;
  read(id: string): Promise<ImportView>;
  rejects(id: string): Promise<AsyncIterable<string | Uint8Array>>;
}

/** The file is whole; stop at the end of a batch; go on. */
export type ImportStep = 'complete' | 'cancel' | 'resume';

/** Opens the way that the flags name, for as long as `use` runs. */
export async function withImportDoor<T>(flags: PlaceFlags, use: (door: ImportDoor) => Promise<T>): Promise<T> {
  return isAtStore(flags) ? withStoreDoor(flags, use) : use(serverDoor(flags));
}
