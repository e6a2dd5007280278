// The rows of a table that stand in the window, and some beyond on either side. A row is drawn once when it comes into sight: drawing
// all of them anew with every row that one scrolls by cost most of what scrolling did.

import { Checkbox } from '@mantine/core';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { Column } from './columns.ts';
import type { MouseEvent } from 'react';
import type { Range } from '@tanstack/react-virtual';
import type { RowChoice } from './row-choice.ts';

/** As the style sheet has it. */
const ROW_PIXELS = 40;
const ROWS_BEYOND_SIGHT = 20;
/** So many come and go together: while one scrolls, most frames then have nothing to draw. */
const ROWS_AT_ONCE = 5;
/** Rows are numbered from 1, and the header is the first. */
const FIRST_ROW_INDEX = 2;

interface RowsInSightProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly choice: RowChoice | undefined;
}

export function RowsInSight<Row>({ columns, rows, keyOf, onOpen, choice }: RowsInSightProps<Row>) {
  const { body, indexes, before, after } = useIndexesInSight(rows.length);
  const open = (event: MouseEvent): void => {
    const row = rowClicked(event, rows);
    if (row !== undefined) onOpen?.(row);
  };
  return (
    <tbody ref={body} {...(onOpen && { onClick: open, 'data-opens': true })}>
      <Spacer pixels={before} />
      {indexes.map((index) => {
        const row = rows[index];
        if (row === undefined) return null;
        const key = keyOf(row);
        return (
          <Row
            key={key}
            id={key}
            row={row}
            index={index}
            columns={columns}
            isChosen={choice?.chosen.has(key)}
            setChosen={choice?.setChosen}
          />
        );
      })}
      <Spacer pixels={after} />
    </tbody>
  );
}

/** Which rows stand in the window, and how high those before and after them would be. */
function useIndexesInSight(count: number) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_PIXELS,
    overscan: ROWS_BEYOND_SIGHT,
    rangeExtractor: indexesAround,
    scrollMargin: top,
  });
  const items = virtualizer.getVirtualItems();
  const [first] = items;
  const last = items.at(-1);
  return {
    body,
    indexes: items.map(({ index }) => index),
    before: first ? first.start - top : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - top) : 0,
  };
}

/** Those in sight and beyond it, from one group that comes together to another. */
function indexesAround({ startIndex, endIndex, overscan, count }: Range): number[] {
  const from = Math.max(0, startIndex - overscan);
  const first = from - (from % ROWS_AT_ONCE);
  const end = Math.min(count, Math.ceil((endIndex + 1 + overscan) / ROWS_AT_ONCE) * ROWS_AT_ONCE);
  return Array.from({ length: end - first }, (_, at) => first + at);
}

interface RowProps<Data> {
  readonly id: string;
  readonly row: Data;
  readonly index: number;
  readonly columns: readonly Column<Data>[];
  /** Absent: rows cannot be chosen. */
  readonly isChosen: boolean | undefined;
  readonly setChosen: RowChoice['setChosen'] | undefined;
}

function DrawnRow<Data>({ id, row, index, columns, isChosen = false, setChosen }: RowProps<Data>) {
  return (
    <tr aria-rowindex={index + FIRST_ROW_INDEX}>
      {setChosen && (
        <td>
          <Checkbox
            size="xs"
            aria-label={`Choose row ${index + 1}`}
            checked={isChosen}
            onChange={({ currentTarget: { checked } }) => setChosen((before) => (checked ? withKey(before, id) : withoutKey(before, id)))}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} data-align={column.align}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

const Row = memo(DrawnRow) as typeof DrawnRow;

function withKey(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set(keys).add(key);
}

function withoutKey(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...keys].filter((each) => each !== key));
}

function Spacer({ pixels }: { readonly pixels: number }) {
  return pixels > 0 ? <tr aria-hidden style={{ height: pixels }} /> : null;
}

/** The row that a click was meant to open: links and buttons in it stay what they are, and text can be selected. */
function rowClicked<Data>({ target }: MouseEvent, rows: readonly Data[]): Data | undefined {
  if (!(target instanceof Element) || target.closest('a, button, input, label')) return undefined;
  if (window.getSelection()?.isCollapsed === false) return undefined;
  const index = Number(target.closest('tr')?.ariaRowIndex) - FIRST_ROW_INDEX;
  return rows[index];
}
