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
  /** A quote of it stands where it may not. */
  readonly fault: CsvError | null;
}

/**
 * Every row, the header first, some at a time. A row with a quote that may not stand there is one that is at fault, as long as it ends on
 * the line on which it begins; else nobody can tell what belongs to it, and `body_unreadable` is thrown, naming the line.
 */
export async function* csvRows(chunks: Chunks, delimiter: string): AsyncGenerator<RawRecord[]> {
  const rows = new Rows(delimiter);
  for await (const chunk of utf8Chunks(chunks)) {
    const page = await rows.take(chunk);
    if (page.length > 0) yield page;
  }
  const last = await rows.end();
  if (last.length > 0) yield last;
}

class Rows {
  readonly #parser: Parser;
  readonly #places = new Places();
  #rows: Row[] = [];
  #fault: CsvError | null = null;

  constructor(delimiter: string) {
    this.#parser = parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      max_record_size: LINE_BYTES_MAX,
      skip_records_with_error: true,
      on_skip: (error) => this.#meet(error as CsvError),
    });
    this.#parser.on('data', ({ record, info }: Omit<Row, 'fault'>) => {
      this.#rows.push({ record, info, fault: this.#fault });
      this.#fault = null;
    });
    // It tells each fault twice; without a listener the second would end the process.
    this.#parser.on('error', () => undefined);
  }

  take(chunk: Buffer): Promise<RawRecord[]> {
    return this.#settled((done) => this.#parser.write(chunk, done));
  }

  end(): Promise<RawRecord[]> {
    return this.#settled((done) => this.#parser.end(done));
  }

  /** A row is known to be at fault before it is read to its end; the parser would leave it out, and its cells with it. */
  #meet(error: CsvError): undefined {
    if (!MISPLACED.has(error.code)) throw error;
    this.#fault = error;
    (this.#parser as Parser & { state: { recordHasError: boolean } }).state.recordHasError = false;
  }

  /** One step of the parser, with its faults as refusals. */
  async #settled(step: (done: (error?: Error | null) => void) => void): Promise<RawRecord[]> {
    let fault: Error | null = null;
    await new Promise<void>((resolve) => {
      const end = (error?: Error | null): void => {
        fault ??= error ?? null;
        this.#parser.off('error', end);
        resolve();
      };
      this.#parser.once('error', end);
      step(end);
    });
    const rows = this.#rows;
    this.#rows = [];
    const placed = rows.flatMap((row) => this.#places.placed(row));
    if (fault) throw refusalFrom(fault, this.#places.line);
    return placed;
  }
}

/** The parser says where a row ended; the next begins behind it. */
class Places {
  line = 1;
  #byteOffset = 0;

  /** No record where the line is empty. */
  placed({ record, info, fault }: Row): RawRecord[] {
    const place = { line: this.line, byteOffset: this.#byteOffset };
    if (fault && info.lines > this.line) throw refusalFrom(fault, this.line, ENDLESS);
    this.line = info.lines + 1;
    this.#byteOffset = info.bytes;
    if (fault && place.line === 1) throw refusalFrom(fault, 1);
    return record.length === 1 && record[0] === '' ? [] : [{ place, cells: record, ...(fault && { fault: 'quote_misplaced' as const }) }];
  }
}

/** Where a quote may not stand, and the row still has an end. */
const MISPLACED: ReadonlySet<string> = new Set(['CSV_INVALID_CLOSING_QUOTE', 'INVALID_OPENING_QUOTE']);

const ENDLESS = ', and where its cell ends nobody can tell, so that nothing behind it can be read';

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted cell of the row that begins here is not closed before the file ends',
  CSV_INVALID_CLOSING_QUOTE: 'a quote inside a quoted cell stands alone: double it',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that does not begin with one: quote the whole cell, and double the quote',
  CSV_MAX_RECORD_SIZE: `a row has more than ${LINE_BYTES_MAX} characters; is a quote of it not closed?`,
};

function refusalFrom(error: Error, line: number, more = ''): RegistryError {
  const fault = FAULTS[(error as CsvError).code] ?? 'the table cannot be read';
  return new RegistryError('body_unreadable', `Line ${line}: ${fault}${more}.`, { cause: error });
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
