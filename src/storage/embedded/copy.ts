// A copy of the embedded store, opened beside it: the store is held only while its files are copied, not while the copy is read.

import { rm } from 'node:fs/promises';
import { newPartialDirectory, postgresDirectory } from './data-directory.ts';
import { openEmbedded } from './open.ts';
import type { EmbeddedEngine } from './open.ts';
import type { Engine } from '../engine.ts';

/**
 * Opens a copy of the store as it is between two sessions. It lies in the data directory, takes as much disk as the store (nothing where
 * the file system can share blocks), and is removed when it is closed, or by the next start.
 */
export async function openCopy(engine: EmbeddedEngine, dataDir: string): Promise<Engine> {
  const options = { dataDir: newPartialDirectory(dataDir), sync: false };
  const remove = (): Promise<void> => rm(options.dataDir, { recursive: true, force: true });
  try {
    await engine.copyTo(postgresDirectory(options.dataDir));
    const copy = await openEmbedded(options);
    return {
      kind: copy.kind,
      withSession: (use) => copy.withSession(use),
      async close() {
        await copy.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
