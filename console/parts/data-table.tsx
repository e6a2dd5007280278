// A table of many rows: columns that can be left out, order asked of the server, and only the rows in sight in the page, so that it
// stays smooth however many were loaded.

import { Table } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { RowsInSight } from './rows-in-sight.tsx';
import { TableHeader } from './table-header.tsx';
import { useShownColumns } from './columns.ts';
import type { Column } from './columns.ts';
import type { RowData } from '@tanstack/react-table';
import type { RowChoice } from './row-choice.ts';
import classes from './parts.module.css';

export const CHOICE_PIXELS = 36;
const NONE_HIDDEN: readonly string[] = [];

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Ids of columns that are left out. */
  readonly hidden?: readonly string[];
  /** The order now: `changedAt`, or `-changedAt` for the greatest first. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly onOpen?: (row: Row) => void;
  /** Rows can be chosen, each and all that are loaded. */
  readonly choice?: RowChoice;
}

export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, hidden = NONE_HIDDEN, sort, onSort, onOpen, choice } = props;
  const { shown, pixels } = useShownColumns(columns, hidden);
  const { ref, width } = useElementSize();
  const needed = pixels + (choice ? CHOICE_PIXELS : 0);
  // Where the columns fit, nothing scrolls inside of the frame, and the header can stay in sight while the page does.
  const isWide = width >= needed;
  return (
    <div
      className={classes['frame']}
      ref={ref}
      role="region"
      aria-label={label}
      data-wide={isWide || undefined}
      {...(!isWide && { tabIndex: 0 })}
    >
      <Table className={classes['table']} miw={needed} horizontalSpacing="sm" withRowBorders={false} aria-rowcount={rows.length + 1}>
        <colgroup>
          {choice && <col style={{ width: CHOICE_PIXELS }} />}
          {shown.map(({ id, width: columnWidth }) => (
            <col key={id} style={{ width: columnWidth }} />
          ))}
        </colgroup>
        <TableHeader columns={shown} rows={rows} keyOf={keyOf} sort={sort} onSort={onSort} choice={choice} />
        <RowsInSight columns={shown} rows={rows} keyOf={keyOf} onOpen={onOpen} choice={choice} />
      </Table>
    </div>
  );
}
