// What a file is taken for before any of it is sent: its format, what becomes of its columns, and its first records as they are read.

import { columnLines } from './summary.ts';
import { describeColumns, recordTextOf } from '../../formats/csv/row.ts';
import { openToRead } from '../files.ts';
import { openRecordFile } from '../../ingest/file/record-file.ts';
import { recognizeRecords, recognizeTable } from '../../ingest/file/recognize.ts';
import type { Column } from '../../formats/csv/match-columns.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { RawRecord } from '../../ingest/file/raw-record.ts';
import type { RecordFile } from '../../ingest/file/record-file.ts';

const RECORDS_SHOWN = 3;
const LENGTH_SHOWN_MAX = 300;

type Wish = Pick<ImportSettings, 'format' | 'recordType' | 'mapping'>;

/** Reads the file's beginning. Throws a refusal where that cannot be read. */
export async function previewOf(path: string, wish: Wish): Promise<string> {
  const { header, first } = await beginningOf(path);
  const table = header && recognizeTable(header, wish);
  const kind = table ?? recognizeRecords(first, wish);
  const what = kind ? `${kind.format} records (${kind.recordType})` : 'records of no known format';
  const shown = first.slice(0, RECORDS_SHOWN).map((raw) => `  ${cut(textOf(raw, table))}`);
  const lines = [
    `${path}: ${what}`,
    ...columnLines(table ? describeColumns(table.columns) : null),
    '  The first records as they are read:',
    ...shown,
  ];
  return `${lines.join('\n')}\n`;
}

async function beginningOf(path: string): Promise<{ header: RecordFile['header']; first: RawRecord[] }> {
  const bytes = await openToRead(path);
  try {
    const { header, records } = await openRecordFile(bytes);
    return { header, first: await firstOf(records) };
  } finally {
    bytes.destroy();
  }
}

async function firstOf(records: AsyncIterable<RawRecord[]>): Promise<RawRecord[]> {
  for await (const page of records) if (page.length > 0) return page;
  return [];
}

function textOf(raw: RawRecord, table: { format: Wish['format']; columns: readonly Column[] } | null): string {
  if ('bytes' in raw) return raw.bytes.toString('utf8');
  const { format, columns } = table as { format: Exclude<Wish['format'], 'auto'>; columns: readonly Column[] };
  return recordTextOf(raw.cells, columns, format);
}

function cut(text: string): string {
  return text.length > LENGTH_SHOWN_MAX ? `${text.slice(0, LENGTH_SHOWN_MAX)}…` : text;
}
