// A table of many rows: columns that can be left out, order asked of the server, and only the rows in sight in the page, so that it
// stays smooth however many were loaded.

import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import classes from './parts.module.css';

const FEATURES = tableFeatures({ columnVisibilityFeature });
const ROW_PIXELS = 41;
const ROWS_BEYOND_SIGHT = 20;

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the server calls this order; absent: it has none. */
  readonly sort?: string;
  readonly align?: 'right';
}

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

export interface RowChoice {
  /** Keys of rows. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  keyOf,
  hidden = [],
  sort,
  onSort,
  onOpen,
  choice,
}: DataTableProps<Row>) {
  const { frame, shown, before, after } = useRowsInSight(rows.length);
  // Only of what is seen: a row's object for each of many thousand that were loaded would be made anew with every page.
  const inSight = rows.slice(shown[0] ?? 0, (shown.at(-1) ?? -1) + 1);
  const table = useTable({
    features: FEATURES,
    data: inSight,
    columns: columns.map((column) => columnOf<Row>(column)),
    getRowId: keyOf,
    state: { columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])) },
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <div className={classes['frame']} ref={frame} tabIndex={0} role="region" aria-label={label}>
      <Table className={classes['table']} verticalSpacing={9} horizontalSpacing="sm" aria-rowcount={rows.length}>
        <Table.Thead>
          <Table.Tr>
            {choice && <ChooseAll choice={choice} keys={rows.map(keyOf)} />}
            {table.getHeaderGroups()[0]?.headers.map(({ id }) => {
              const column = byId.get(id);
              return column && <HeaderCell key={id} column={column} sort={sort} onSort={onSort} />;
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Spacer pixels={before} />
          {table.getRowModel().rows.map((row, at) => (
            <Table.Tr key={row.id} aria-rowindex={(shown[at] ?? 0) + 1} {...(onOpen && opening(() => onOpen(row.original)))}>
              {choice && <ChooseRow choice={choice} id={row.id} number={(shown[at] ?? 0) + 1} />}
              {row.getVisibleCells().map(({ id, column }) => (
                <Table.Td key={id} ta={byId.get(column.id)?.align ?? 'left'}>
                  {byId.get(column.id)?.cell(row.original)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Spacer pixels={after} />
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Cells are drawn by the column itself: as components of the table they would be others at each drawing, and lose the focus. */
function columnOf<Row extends RowData>({ id, title }: Column<Row>): ColumnDef<typeof FEATURES, Row> {
  return createColumnHelper<typeof FEATURES, Row>().display({ id, header: title });
}

/** Which rows stand in the window, and how high those before and after them would be. */
function useRowsInSight(count: number) {
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(frame.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_PIXELS,
    overscan: ROWS_BEYOND_SIGHT,
    scrollMargin: top,
  });
  const items = virtualizer.getVirtualItems();
  const [first] = items;
  const last = items.at(-1);
  return {
    frame,
    shown: items.map(({ index }) => index),
    before: first ? first.start - top : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - top) : 0,
  };
}

function ChooseAll({ choice: { chosen, onChoose }, keys }: { readonly choice: RowChoice; readonly keys: readonly string[] }) {
  const count = keys.filter((key) => chosen.has(key)).length;
  return (
    <Table.Th w={36}>
      <Checkbox
        size="xs"
        aria-label="Choose all that are loaded"
        checked={count > 0 && count === keys.length}
        indeterminate={count > 0 && count < keys.length}
        onChange={() => onChoose(new Set(count === keys.length ? [] : keys))}
      />
    </Table.Th>
  );
}

function ChooseRow({
  choice: { chosen, onChoose },
  id,
  number,
}: {
  readonly choice: RowChoice;
  readonly id: string;
  readonly number: number;
}) {
  const change = (isChosen: boolean): void => onChoose(new Set(isChosen ? [...chosen, id] : [...chosen].filter((key) => key !== id)));
  return (
    <Table.Td>
      <Checkbox
        size="xs"
        aria-label={`Choose row ${number}`}
        checked={chosen.has(id)}
        onChange={({ currentTarget: { checked } }) => change(checked)}
      />
    </Table.Td>
  );
}

function Spacer({ pixels }: { readonly pixels: number }) {
  return pixels > 0 ? <tr aria-hidden style={{ height: pixels }} /> : null;
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

function HeaderCell<Row>({ column: { title, align, sort: name }, sort, onSort }: HeaderCellProps<Row>) {
  if (name === undefined || !onSort) return <Table.Th ta={align ?? 'left'}>{title}</Table.Th>;
  const isHere = sort === name || sort === `-${name}`;
  const isDown = sort === `-${name}`;
  const Arrow = isDown ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th ta={align ?? 'left'} aria-sort={isHere ? (isDown ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className={classes['sort']} onClick={() => onSort(isDown ? name : `-${name}`)}>
        {title}
        {isHere && <Arrow size={13} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

/** A row that opens with a click anywhere; its own links and buttons stay what they are, and are what the keyboard reaches. */
function opening(open: () => void) {
  const isOwn = (target: EventTarget): boolean => target instanceof Element && target.closest('a, button, input, label') !== null;
  return {
    className: classes['row'] ?? '',
    onClick: (event: MouseEvent) => {
      if (!isOwn(event.target) && window.getSelection()?.isCollapsed !== false) open();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && !isOwn(event.target)) open();
    },
  };
}
