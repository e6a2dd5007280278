// The files of imports, kept beside the store for as long as their import can be undone or its rejects asked for.

import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';

const READ_BYTES = 256 * 1024;
const OWNER_ONLY = 0o700;
/** Behind an import's id: the folder of what work on it lays aside. */
const SCRATCH = '.scratch';

export interface ImportFiles {
  /** How much of the file is there; null: none of it, here. */
  size(scope: AccountScope, importId: string): Promise<number | null>;
  /**
   * Writes `bytes` from `offset` on, which must be the end of what is there, and gives the new end; what came before a break stays.
   * Durable when it returns. Throws `upload_offset`.
   */
  append(scope: AccountScope, importId: string, part: { offset: number; bytes: AsyncIterable<Buffer> }): Promise<number>;
  read(scope: AccountScope, importId: string): AsyncIterable<Buffer>;
  /** Removes the file and all that work on it laid aside. */
  remove(scope: AccountScope, importId: string): Promise<void>;
  /** The path of an empty folder for what work on the import lays aside, which is made by who uses it. */
  freshScratch(scope: AccountScope, importId: string): Promise<string>;
  removeScratch(scope: AccountScope, importId: string): Promise<void>;
  /** Accounts that have files here. */
  accounts(): Promise<string[]>;
  /** Imports of the account of which something is here. */
  imports(scope: AccountScope): Promise<string[]>;
  removeAccount(accountId: string): Promise<void>;
}

export function openImportFiles(folder: string): ImportFiles {
  const pathOf = ({ accountId }: AccountScope, importId: string): string => join(folder, accountId, importId);
  const removeScratch = (scope: AccountScope, importId: string): Promise<void> =>
    rm(`${pathOf(scope, importId)}${SCRATCH}`, { recursive: true, force: true });
  const sizeAt = async (path: string): Promise<number | null> =>
    stat(path).then(
      ({ size }) => size,
      () => null,
    );
  return {
    size: (scope, importId) => sizeAt(pathOf(scope, importId)),
    async append(scope, importId, { offset, bytes }) {
      const path = pathOf(scope, importId);
      const end = (await sizeAt(path)) ?? 0;
      if (offset !== end) {
        throw new RegistryError(
          'upload_offset',
          `The part begins at byte ${offset}, and the file has ${end} bytes: send on from byte ${end}.`,
        );
      }
      await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY });
      return write(path, bytes);
    },
    read: (scope, importId) => createReadStream(pathOf(scope, importId), { highWaterMark: READ_BYTES }),
    async remove(scope, importId) {
      await rm(pathOf(scope, importId), { force: true });
      await removeScratch(scope, importId);
    },
    removeScratch,
    async freshScratch(scope, importId) {
      await removeScratch(scope, importId);
      return `${pathOf(scope, importId)}${SCRATCH}`;
    },
    accounts: () => readdir(folder).catch(() => []),
    async imports({ accountId }) {
      const names = await readdir(join(folder, accountId)).catch(() => []);
      return [...new Set(names.map((name) => name.replace(SCRATCH, '')))];
    },
    removeAccount: (accountId) => rm(join(folder, accountId), { recursive: true, force: true }),
  };
}

async function write(path: string, bytes: AsyncIterable<Buffer>): Promise<number> {
  const file = await open(path, 'a', 0o600);
  try {
    for await (const chunk of bytes) await file.appendFile(chunk);
  } finally {
    await file.sync();
    await file.close();
  }
  return (await stat(path)).size;
}
