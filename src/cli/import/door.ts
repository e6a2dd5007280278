// The two ways of a file into the registry: up to a running server, or into the store itself, where none runs. Both keep imports as
// jobs that are taken in by the same pipeline, and refuse alike.

import { isAtStore } from '../place.ts';
import { serverDoor } from './server-door.ts';
import { withStoreDoor } from './store-door.ts';
import type { ImportDoor } from './import-door.ts';
import type { PlaceFlags } from '../place.ts';

/** Opens the way that the flags name, for as long as `use` runs. */
export async function withImportDoor<T>(flags: PlaceFlags, use: (door: ImportDoor) => Promise<T>): Promise<T> {
  return isAtStore(flags) ? withStoreDoor(flags, use) : use(serverDoor(flags));
}
