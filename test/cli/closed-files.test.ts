// Files that a command does not read to their end are closed all the same.

import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { clientele, fileWith } from './clientele.ts';
import { cobi } from '../helpers/people.ts';
import { previewOf } from '../../src/cli/import/preview.ts';

const DESCRIPTORS = '/proc/self/fd';

/** How often this process has the file open, as Linux tells it. */
function timesOpen(file: string): number {
  return readdirSync(DESCRIPTORS).filter((descriptor) => targetOf(descriptor) === realpathSync(file)).length;
}

function targetOf(descriptor: string): string | null {
  try {
    return readlinkSync(`${DESCRIPTORS}/${descriptor}`);
  } catch {
    return null;
  }
}

const long = fileWith(`${JSON.stringify(cobi(1))}\n`.repeat(10_000));

it.each([
  ['a text of no format', fileWith(`no table\n${'x'.repeat(2_000_000)}`), (file: string) => clientele(['validate', file])],
  ['the beginning of a file', long, (file: string) => previewOf(file, { format: 'auto', recordType: 'auto', mapping: null })],
])('%s is closed', async (_what, file, read) => {
  await read(file);
  if (existsSync(DESCRIPTORS)) await vi.waitFor(() => expect(timesOpen(file)).toBe(0));
});
