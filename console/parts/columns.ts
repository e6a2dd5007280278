// The columns of a table of many rows: which are shown, and how wide they are together. Finding and putting in order is the server's.

import { columnSizingFeature, columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';

const FEATURES = tableFeatures({ columnSizingFeature, columnVisibilityFeature });
const NO_ROWS: never[] = [];

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** In pixels, where the page is narrow; where it is wide, columns share the rest in the same proportions. */
  readonly width: number;
  readonly cell: (row: Row) => ReactNode;
  /** What the server calls this order; absent: it has none. */
  readonly sort?: string;
  readonly align?: 'right';
}

interface ShownColumns<Row> {
  readonly shown: readonly Column<Row>[];
  /** The least width in which all of them have theirs. */
  readonly pixels: number;
}

/** The columns but for those that are left out; the same list until that changes, so that rows need not be drawn anew. */
export function useShownColumns<Row extends RowData>(columns: readonly Column<Row>[], hidden: readonly string[]): ShownColumns<Row> {
  const definitions = useMemo(() => columns.map(({ id, width }): ColumnDef<typeof FEATURES, Row> => ({ id, size: width })), [columns]);
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden]);
  const table = useTable<typeof FEATURES, Row>({ features: FEATURES, data: NO_ROWS, columns: definitions, state: { columnVisibility } });
  const visible = table.getVisibleLeafColumns();
  const shown = useMemo(() => columns.filter(({ id }) => visible.some((column) => column.id === id)), [columns, visible]);
  return { shown, pixels: table.getTotalSize() };
}
