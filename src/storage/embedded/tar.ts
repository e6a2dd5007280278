// Directories as tar archives (POSIX ustar) and back: what a backup of the embedded store is made of. Names of at most 100 bytes
// and files under 8 GiB, which all of PostgreSQL's own are (1 GiB at most).

import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { RegistryError } from '../../error.ts';
import { BlockReader, BLOCK_BYTES } from './block-reader.ts';

const FILE = '0';
const DIRECTORY = '5';
/** Where a header's fields lie, and their lengths. */
const FIELD = { name: [0, 100], mode: [100, 8], size: [124, 12], checksum: [148, 8], type: [156, 1], magic: [257, 8] } as const;
const MAGIC = 'ustar\u000000';

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Archives everything below `root`, in the order of the names. Nothing may change there meanwhile. */
export async function* packDirectory(root: string): AsyncGenerator<Uint8Array> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  for (const path of paths) {
    const status = await stat(path);
    const name = relative(root, path);
    if (status.isDirectory()) {
      yield header({ name: `${name}/`, type: DIRECTORY, size: 0 });
    } else {
      yield header({ name, type: FILE, size: status.size });
      yield* createReadStream(path);
      yield Buffer.alloc(paddingOf(status.size));
    }
  }
  yield Buffer.alloc(2 * BLOCK_BYTES);
}

/** Fills the directory `root` from an archive; refuses, with `store_invalid`, what is cut short or damaged. */
export async function unpackTar(archive: AsyncIterable<Uint8Array>, root: string): Promise<void> {
  const reader = new BlockReader(archive);
  for (let block = await reader.take(BLOCK_BYTES); block[0] !== 0; block = await reader.take(BLOCK_BYTES)) {
    const { name, type, size } = readHeader(block);
    const path = join(root, name);
    if (type === DIRECTORY) await mkdir(path, { mode: 0o700 });
    else await unpackFile(reader, path, size);
  }
}

async function unpackFile(reader: BlockReader, path: string, size: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of reader.stream(size)) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
  await reader.take(paddingOf(size));
}

function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

function header({ name, type, size }: Entry): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const write = ([at, length]: readonly [number, number], text: string): void => void block.write(text, at, length);
  write(FIELD.name, name);
  write(FIELD.mode, type === DIRECTORY ? '0000700' : '0000600');
  write(FIELD.size, size.toString(8).padStart(11, '0'));
  write(FIELD.type, type);
  write(FIELD.magic, MAGIC);
  write(FIELD.checksum, `${checksumOf(block)}\0 `);
  return block;
}

function readHeader(block: Buffer): Entry {
  const read = ([at, length]: readonly [number, number]): string => block.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  const entry = { name: read(FIELD.name), type: read(FIELD.type), size: Number.parseInt(read(FIELD.size), 8) };
  const isOurs = read(FIELD.checksum) === checksumOf(block) && /^[0-9A-Za-z_][\w./-]*$/.test(entry.name);
  if (isOurs && !entry.name.includes('..')) return entry;
  throw new RegistryError('store_invalid', 'This is not a backup of an embedded store, or it is damaged. Take another backup file.');
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checksumOf(block: Buffer): string {
  const [at, length] = FIELD.checksum;
  const blank = Buffer.from(block).fill(' ', at, at + length);
  const sum = blank.reduce((total, byte) => total + byte, 0);
  return sum.toString(8).padStart(6, '0');
}
