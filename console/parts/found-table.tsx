// A list that comes in pages, as a table: while it loads, where it failed, where nothing was found, and else its rows with more to come.

import { DataTable } from './data-table.tsx';
import { Pages } from './pages.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import type { DataTableProps } from './data-table.tsx';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { PagesProps } from './pages.tsx';
import type { ReactNode } from 'react';
import type { RowData } from '@tanstack/react-table';

interface FoundTableProps<Row extends RowData> extends Omit<DataTableProps<Row>, 'rows'> {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly data: readonly Row[] }>>;
  /** How many there are in all, where that is known. */
  readonly total?: PagesProps['total'];
  /** What stands in the place of no row. */
  readonly ifNone: ReactNode;
}

export function FoundTable<Row extends RowData>({ query, total, ifNone, ...table }: FoundTableProps<Row>) {
  const { data, error, refetch } = query;
  if (!data) return error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : <TableSkeleton />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return ifNone;
  return (
    <div>
      <DataTable {...table} rows={rows} />
      <Pages shown={rows.length} total={total} query={query} />
    </div>
  );
}
