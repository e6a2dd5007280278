// What must hold of a store at any moment, whatever happened to it: asked of `clientele verify`'s own checks.

import { expect } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

/** Every projection recomputed, every sum added up, every sequence without a gap. */
export async function expectSound(settings: StoreSettings): Promise<void> {
  const database = await openDatabase(settings);
  try {
    const differences: unknown[] = [];
    await verifyStore(database, (difference) => differences.push(difference));
    expect(differences).toEqual([]);
  } finally {
    await database.close();
  }
}
