// Records out of a file or stdin, told and read as an import does, so that both say the same of a file; each with its place for people.

import { namesColumns } from '../formats/recognize.ts';
import { isJson } from '../formats/json-text.ts';
import { issueAt } from '../formats/issue-at.ts';
import { openToRead } from './files.ts';
import { openRecordFile } from '../ingest/file/record-file.ts';
import { parseRaw, spotOf } from '../ingest/file/raw-record.ts';
import { recognizeRecords, recognizeTable } from '../ingest/file/recognize.ts';
import { RegistryError } from '../error.ts';
import type { Column } from '../formats/csv/match-columns.ts';
import type { Format, Parsed } from '../formats/record.ts';
import type { Kind } from '../formats/recognize.ts';
import type { RawRecord, Spot } from '../ingest/file/raw-record.ts';

export interface InputOptions {
  /** `auto`: what the first record that can be read looks like. */
  readonly format: Format | 'auto';
  readonly now: string;
  readonly fixes: boolean;
}

/** One record of the input, read, with its place in the file. */
export interface InputRecord extends Spot {
  readonly parsed: Parsed;
}

/** Every record of the file (`-`: stdin) in its order, some at a time, in constant memory. Throws a refusal where the file is none of records. */
export async function* readRecords(file: string, options: InputOptions): AsyncGenerator<InputRecord[]> {
  const bytes = await openToRead(file);
  try {
    const { header, records } = await openRecordFile(bytes);
    if (header && !namesColumns(header)) yield [NO_TABLE];
    else yield* pagesOf(records, new Reader(header, options));
  } finally {
    // Not every file is read to its end.
    bytes.destroy();
  }
}

async function* pagesOf(records: AsyncIterable<RawRecord[]>, reader: Reader): AsyncGenerator<InputRecord[]> {
  for await (const page of records) yield reader.page(page);
}

/** A text that opens as no JSON does, and names no column of any format, is not looked at further. */
const NO_TABLE: InputRecord = { line: 1, pointer: '', parsed: { issues: [issueAt('json_invalid', '')] } };

/** What nobody can read is judged as this, which it is no more than anything else. */
const ANY: Kind = { format: 'wasabi', recordType: 'customer' };

class Reader {
  readonly #options: InputOptions;
  readonly #columns: readonly Column[];
  #kind: Kind | null = null;

  constructor(header: readonly string[] | null, options: InputOptions) {
    this.#options = options;
    const table = header && recognizeTable(header, wishOf(options));
    this.#columns = table?.columns ?? [];
    this.#kind = table;
  }

  page(page: readonly RawRecord[]): InputRecord[] {
    const { now, fixes } = this.#options;
    this.#kind ??= kindOf(page, this.#options);
    const { format, recordType } = this.#kind ?? ANY;
    return page.map((raw) => ({ ...spotOf(raw), parsed: parseRaw(raw, this.#columns, { format, recordType, now, fixes }).parsed }));
  }
}

function wishOf({ format }: InputOptions): Parameters<typeof recognizeRecords>[1] {
  return { format, recordType: 'auto', mapping: null };
}

/** What the records are; null where none of them can be read, so that the next ones are asked. */
function kindOf(page: readonly RawRecord[], options: InputOptions): Kind | null {
  const kind = recognizeRecords(page, wishOf(options));
  if (kind || !page.some((raw) => 'bytes' in raw && isJson(raw.bytes.toString('utf8')))) return kind;
  throw new RegistryError('request_invalid', 'The records look like none of the formats: name theirs instead of "auto".');
}
