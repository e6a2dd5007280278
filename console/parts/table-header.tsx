// The header of a table of many rows: the columns' names, those that rows can be ordered by as buttons, and a box that chooses all.

import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column } from './columns.ts';
import type { RowChoice } from './row-choice.ts';
import classes from './parts.module.css';

interface TableHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
  readonly choice: RowChoice | undefined;
}

export function TableHeader<Row>({ columns, rows, keyOf, sort, onSort, choice }: TableHeaderProps<Row>) {
  return (
    <Table.Thead>
      <Table.Tr aria-rowindex={1}>
        {choice && <ChooseAll choice={choice} keys={rows.map(keyOf)} />}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function ChooseAll({ choice: { chosen, setChosen }, keys }: { readonly choice: RowChoice; readonly keys: readonly string[] }) {
  const count = keys.filter((key) => chosen.has(key)).length;
  return (
    <Table.Th>
      <Checkbox
        size="xs"
        aria-label="Choose all that are loaded"
        checked={count > 0 && count === keys.length}
        indeterminate={count > 0 && count < keys.length}
        onChange={() => setChosen(new Set(count === keys.length ? [] : keys))}
      />
    </Table.Th>
  );
}

type HeaderCellProps<Row> = Pick<TableHeaderProps<Row>, 'sort' | 'onSort'> & { readonly column: Column<Row> };

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
