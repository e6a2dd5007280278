// Directories of their own for embedded stores under test, gone with the test file.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAfterFile } from '../../helpers/leftovers.ts';

/** An empty directory; it is removed after the file's tests. */
export function freshDataDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'clientele-embedded-'));
  clearAfterFile(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
