// What a backup is made of: the tables in an order that their foreign keys allow, their columns, and how many rows they have.

import { PLATFORM_TABLES, TENANT_TABLES } from '../schema.ts';
import type { Tx } from '../database.ts';

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** The first line of a backup. */
export interface BackupHeader {
  readonly clientele: 'backup';
  /** The form of the file; this is the first. */
  readonly form: 1;
  /** The migrations of the store it was taken from. */
  readonly migrations: readonly string[];
  readonly tables: readonly BackupTable[];
}

export async function listMigrations(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>({ sql: 'select name from migration order by name' });
  return rows.map(({ name }) => name);
}

export async function listTables(tx: Tx): Promise<BackupTable[]> {
  const tables: BackupTable[] = [];
  for (const name of [...PLATFORM_TABLES, ...TENANT_TABLES]) {
    const columns = [...(await listColumns(tx, name)).keys()];
    const { rows } = await tx.query<{ count: string }>({ sql: `select count(*) from ${name}` });
    tables.push({ name, columns, rows: Number(rows[0]?.count) });
  }
  return tables;
}

/** A table's columns in their order, with their types as SQL writes them. */
export async function listColumns(tx: Tx, table: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<Record<'name' | 'type', string>>({
    sql: `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped order by attnum`,
    params: [table],
  });
  return new Map(rows.map(({ name, type }) => [name, type]));
}
