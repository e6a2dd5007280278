// CSV (RFC 4180) as a stream of rows: commas, semicolons or tabs, quoted line breaks, any line ends, with the line each row began on.

import { parse } from 'csv-parse';
import { RegistryError } from '../../error.ts';
import { LINE_BYTES_MAX } from '../lines.ts';
import type { Chunks } from '../body.ts';
import type { CsvError, Parser } from 'csv-parse';
import type { RawRecord } from './raw-record.ts';

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

/** Every row, the header first, some at a time. Throws `body_unreadable` where the quotes do not hold, naming the line. */
export async function* csvRows(chunks: Chunks, delimiter: string): AsyncGenerator<RawRecord[]> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    max_record_size: LINE_BYTES_MAX,
  });
  let rows: Row[] = [];
  parser.on('data', (row: Row) => rows.push(row));
  // It tells each fault twice; without a listener the second would end the process.
  parser.on('error', () => undefined);
  const places = new Places();
  for await (const chunk of utf8Chunks(chunks)) {
    await settled(parser, (done) => parser.write(chunk, done));
    if (rows.length === 0) continue;
    yield rows.flatMap((row) => places.placed(row));
    rows = [];
  }
  await settled(parser, (done) => parser.end(done));
  if (rows.length > 0) yield rows.flatMap((row) => places.placed(row));
}

/** The parser says where a row ended; the next begins behind it. */
class Places {
  #line = 1;
  #byteOffset = 0;

  /** No record where the line is empty. */
  placed({ record, info }: Row): RawRecord[] {
    const place = { line: this.#line, byteOffset: this.#byteOffset };
    this.#line = info.lines + 1;
    this.#byteOffset = info.bytes;
    return record.length === 1 && record[0] === '' ? [] : [{ place, cells: record }];
  }
}

/** One step of the parser, with its faults as refusals. */
function settled(parser: Parser, step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(refusalFrom(error));
    parser.once('error', fail);
    step((error) => {
      parser.off('error', fail);
      if (error) fail(error);
      else resolve();
    });
  });
}

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted cell is not closed before the file ends',
  CSV_INVALID_CLOSING_QUOTE: 'a quote inside a quoted cell stands alone: double it',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that does not begin with one: quote the whole cell, and double the quote',
  CSV_MAX_RECORD_SIZE: `a row has more than ${LINE_BYTES_MAX} characters`,
};

function refusalFrom(error: Error): RegistryError {
  const { code, lines } = error as CsvError & { lines?: number };
  const fault = FAULTS[code] ?? 'the table cannot be read';
  return new RegistryError('body_unreadable', `Line ${lines ?? 1}: ${fault}.`, { cause: error });
}

/** The same chunks, as long as they are UTF-8; else a refusal that names the likely encoding. */
async function* utf8Chunks(chunks: Chunks): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new RegistryError(
        'body_unreadable',
        `The file is not UTF-8; it looks like ${legacyEncodingOf(chunk)}. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").`,
        { cause: error },
      );
    }
    yield chunk;
  }
}

/** Windows-1252 has letters and quotes where ISO 8859-1 has control characters. */
function legacyEncodingOf(bytes: Buffer): string {
  return bytes.some((byte) => byte >= 0x80 && byte <= 0x9f) ? 'Windows-1252' : 'ISO 8859-1 (or Windows-1252)';
}
