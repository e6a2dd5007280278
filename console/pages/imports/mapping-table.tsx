// A table's columns and the fields they fill: as recognised by their names, or as somebody chooses.

import { Select, Table } from '@mantine/core';
import { Section } from '../../parts/section.tsx';
import { ValueText, visible } from '../../parts/value-text.tsx';
import type { ShownColumn } from './look-through.ts';
import classes from './imports.module.css';

interface MappingTableProps {
  readonly columns: readonly ShownColumn[];
  readonly fields: readonly string[];
  /** The field that a column fills; null: the column is left out; undefined: as its name says. */
  readonly onChange: (column: string, field: string | null | undefined) => void;
}

/** No field is called that: they are members' names. */
const LEFT_OUT = '-';
const KEPT = '+';

export function MappingTable({ columns, fields, onChange }: MappingTableProps) {
  const kept = columns.filter(({ field, isLeftOut }) => field === null && !isLeftOut).length;
  const says = kept === 0 ? 'Every column has its field.' : `${kept} without a field: kept with the record under their own names.`;
  return (
    <Section title="Columns" says={says}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column and its first value</Table.Th>
            <Table.Th w="50%">Fills</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Td maw={0}>
                <ValueText value={column.name} isCut />
                <span className={classes['example']}>
                  <ValueText value={column.example} isCut />
                </span>
              </Table.Td>
              <Table.Td>
                <FieldChoice column={column} fields={fields} onChange={(field) => onChange(column.name, field)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

interface FieldChoiceProps {
  readonly column: ShownColumn;
  readonly fields: readonly string[];
  readonly onChange: (field: string | null | undefined) => void;
}

function FieldChoice({ column: { name, field, isLeftOut }, fields, onChange }: FieldChoiceProps) {
  const all = field === null || fields.includes(field) ? fields : [field, ...fields];
  return (
    <Select
      aria-label={`Field of the column ${visible(name)}`}
      size="xs"
      searchable
      data={[
        { value: KEPT, label: field === null ? 'no field: kept as it is' : 'as its name says' },
        { value: LEFT_OUT, label: 'left out' },
        ...all.map((each) => ({ value: each, label: each })),
      ]}
      value={field ?? (isLeftOut ? LEFT_OUT : KEPT)}
      onChange={(chosen) => onChange(chosen === KEPT ? undefined : chosen === LEFT_OUT ? null : chosen)}
    />
  );
}
