// Records of a file by their keys, in groups that fit into memory: all records of one key are of one group, in their order. What does
// not fit is spread over files, which are gone when their group is read, and a part that still does not fit is spread again.

import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface KeyedRecord {
  readonly key: string;
  readonly line: number;
  /** One line of JSON. */
  readonly text: string;
}

/** Where and how finely records are spread. */
export interface Spread {
  /** A folder that is there for this alone. */
  readonly folder: string;
  /** Text that is held in memory at once, in UTF-16 units. */
  readonly groupLengthMax: number;
}

const PARTS = 128;
/** Two records of one key are never parted, so that spreading again may not help; behind this depth a group is read as it comes. */
const DEPTH_MAX = 4;

/** The groups, one after the other, each some records at a time. */
export async function* groupsOf(
  records: AsyncIterable<readonly KeyedRecord[]>,
  spread: Spread,
  depth = 0,
): AsyncGenerator<AsyncIterable<readonly KeyedRecord[]>> {
  const parts = new Parts(spread, depth);
  for await (const page of records) await parts.add(page);
  if (!parts.isSpread) {
    yield parts.inMemory();
    return;
  }
  await parts.flush();
  for (const [part, length] of parts.lengths) {
    const path = parts.pathOf(part);
    if (length <= spread.groupLengthMax || depth === DEPTH_MAX) yield readPart(path);
    else yield* groupsOf(readPart(path), spread, depth + 1);
    await rm(path);
  }
}

class Parts {
  /** How much was written to each part. */
  readonly lengths = new Map<number, number>();
  readonly #open = new Map<number, KeyedRecord[]>();
  readonly #spread: Spread;
  readonly #depth: number;
  #openLength = 0;

  constructor(spread: Spread, depth: number) {
    this.#spread = spread;
    this.#depth = depth;
  }

  get isSpread(): boolean {
    return this.lengths.size > 0;
  }

  async add(page: readonly KeyedRecord[]): Promise<void> {
    for (const record of page) {
      const part = partOf(record.key, this.#depth);
      const open = this.#open.get(part);
      if (open) open.push(record);
      else this.#open.set(part, [record]);
      this.#openLength += record.text.length;
    }
    if (this.#openLength > this.#spread.groupLengthMax) await this.flush();
  }

  async *inMemory(): AsyncGenerator<readonly KeyedRecord[]> {
    yield* this.#open.values();
  }

  async flush(): Promise<void> {
    await mkdir(this.#spread.folder, { recursive: true, mode: 0o700 });
    for (const [part, records] of this.#open) {
      const text = records.map(lineOf).join('');
      await appendFile(this.pathOf(part), text, { mode: 0o600 });
      this.lengths.set(part, (this.lengths.get(part) ?? 0) + text.length);
    }
    this.#open.clear();
    this.#openLength = 0;
  }

  pathOf(part: number): string {
    return join(this.#spread.folder, `${this.#depth}-${part}`);
  }
}

/** FNV-1a; each depth parts keys otherwise. */
function partOf(key: string, depth: number): number {
  let hash = 0x811c9dc5 ^ depth;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (PARTS - 1);
}

function lineOf({ key, line, text }: KeyedRecord): string {
  return `${JSON.stringify([line, key])}\t${text}\n`;
}

function recordIn(written: string): KeyedRecord {
  const end = written.indexOf('\t');
  const [line, key] = JSON.parse(written.slice(0, end)) as [number, string];
  return { key, line, text: written.slice(end + 1) };
}

async function* readPart(path: string): AsyncGenerator<readonly KeyedRecord[]> {
  let open = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (open + (chunk as string)).split('\n');
    open = lines.pop() as string;
    yield lines.map(recordIn);
  }
}
