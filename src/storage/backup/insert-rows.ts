// Rows of a backup into their table: each column travels as one array of texts, which PostgreSQL reads as the column's type.

import { textArray } from '../binary-array.ts';
import { listColumns } from './tables.ts';
import { RegistryError } from '../../error.ts';
import type { BackupTable } from './tables.ts';
import type { Tx } from '../database.ts';

export type BackupRow = readonly (string | null)[];

export interface TableCopy {
  readonly table: BackupTable;
  /** The store's own tables: what is not among them is not written to. */
  readonly known: readonly BackupTable[];
  readonly pages: AsyncIterable<BackupRow[]>;
}

/** Refuses with `store_invalid` a table or column that this store does not have. */
export async function insertRows(tx: Tx, { table, known, pages }: TableCopy): Promise<void> {
  const own = known.find(({ name }) => name === table.name);
  if (!own || table.columns.some((column) => !own.columns.includes(column))) {
    throw new RegistryError('store_invalid', 'The backup has a table or column that this store does not have: it was altered.');
  }
  const types = await listColumns(tx, own.name);
  const columns = table.columns.join(', ');
  const arrays = table.columns.map((_, at) => `$${at + 1}::text[]`).join(', ');
  const casts = table.columns.map((column) => `i.${column}::${types.get(column)}`).join(', ');
  const sql = `insert into ${own.name} (${columns}) select ${casts} from unnest(${arrays}) i(${columns})`;
  for await (const rows of pages) {
    await tx.query({
      name: `restore_${own.name}`,
      sql,
      params: table.columns.map((_, at) => textArray(rows.map((row) => row[at] ?? null))),
    });
  }
}
