// The files that a command is told to read or to write: opened before anything is done, so that one that cannot be opened is an answer.
// A stream that opens its file itself tells of it by an event, which ends the process when nobody listens yet.

import { open } from 'node:fs/promises';
import { RegistryError } from '../error.ts';
import type { Readable, Writable } from 'node:stream';

/** Only its owner may read it: it holds personal data. */
const OWNER_ONLY = 0o600;
const READ_BYTES = 256 * 1024;

/** The bytes of a file, from `start` on; `-` is stdin. Throws what names the file where it cannot be read. */
export async function openToRead(file: string, start = 0): Promise<Readable> {
  if (file === '-') return process.stdin;
  const handle = await open(file, 'r');
  if (!(await handle.stat()).isDirectory()) return handle.createReadStream({ highWaterMark: READ_BYTES, start });
  await handle.close();
  throw new RegistryError('request_invalid', `Cannot read ${file}: that is a folder.`);
}

/**
 * A file to be written anew, readable for its owner alone; when it is closed, it is on disk; `-` is stdout. Throws what names it where it
 * cannot be.
 */
export async function openToWrite(file: string): Promise<Writable> {
  if (file === '-') return process.stdout;
  const handle = await open(file, 'w', OWNER_ONLY);
  return handle.createWriteStream({ flush: true });
}

/** Throws what names the file where it cannot be written; one that is there stays as it is. */
export async function expectWritable(file: string): Promise<void> {
  if (file !== '-') await (await open(file, 'a', OWNER_ONLY)).close();
}
