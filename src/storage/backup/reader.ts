// The lines of a backup, read once from front to back: header, rows by the page, trailer. Anything else than that is refused.

import { createHash } from 'node:crypto';
import { RegistryError } from '../../error.ts';
import type { BackupHeader } from './tables.ts';
import type { BackupRow } from './insert-rows.ts';

const PAGE_ROWS_MAX = 1_000;
const PAGE_CHARACTERS_MAX = 4 * 1024 * 1024;

export class BackupReader {
  readonly #lines: AsyncIterator<string, unknown, undefined>;
  readonly #digest = createHash('sha256');

  /** `chunks` are the file's bytes, unpacked; a fault in reading them means that the file is cut or altered. */
  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#lines = linesOf(chunks)[Symbol.asyncIterator]();
  }

  async header(): Promise<BackupHeader> {
    const header = valueOf(await this.#line()) as Partial<BackupHeader> | null;
    if (header?.clientele !== 'backup') throw refusal('This file is no backup of Clientele.');
    if (header.form !== 1) throw refusal('This backup was taken by a newer Clientele: restore it with that version.');
    if (!Array.isArray(header.tables) || !Array.isArray(header.migrations)) throw altered();
    return header as BackupHeader;
  }

  /** The next `count` rows, in pages bounded by number and by length. */
  async *pages(count: number): AsyncGenerator<BackupRow[]> {
    let page: BackupRow[] = [];
    let characters = 0;
    for (let read = 0; read < count; read += 1) {
      const line = await this.#line();
      page.push(rowOf(line));
      characters += line.length;
      if (page.length < PAGE_ROWS_MAX && characters < PAGE_CHARACTERS_MAX) continue;
      yield page;
      page = [];
      characters = 0;
    }
    if (page.length > 0) yield page;
  }

  /** The end: all that came before must be what was written. */
  async trailer(): Promise<void> {
    const expected = this.#digest.copy().digest('hex');
    const trailer = valueOf(await this.#line()) as { sha256?: unknown } | null;
    if (trailer?.sha256 !== expected) throw altered();
  }

  async #line(): Promise<string> {
    const { done, value } = await this.#lines.next().catch((error: unknown) => {
      throw refusal('The backup file cannot be read to its end: it was cut or altered. Use another one.', error);
    });
    if (done === true) throw refusal('The backup ends before its end: it was cut. Use another one.');
    this.#digest.update(`${value}\n`);
    return value;
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() as string;
    yield* parts;
  }
}

function rowOf(line: string): BackupRow {
  const row = valueOf(line);
  if (Array.isArray(row)) return row as BackupRow;
  throw altered();
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw altered();
  }
}

function altered(): RegistryError {
  return refusal('The backup is not as it was written: it was cut or altered. Use another one.');
}

function refusal(message: string, cause?: unknown): RegistryError {
  return new RegistryError('store_invalid', message, { cause });
}
