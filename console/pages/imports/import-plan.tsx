// What a dry run found: how many customers would change, the first of them field by field, and which records would join or contradict.

import { Table, Text } from '@mantine/core';
import { Badge, SourceBadge } from '../../parts/badges.tsx';
import { ChangedValues } from '../../parts/changed-values.tsx';
import { CustomerLink } from '../../parts/customer-link.tsx';
import { nameOf, textOf } from '../../parts/value-words.ts';
import { Section } from '../../parts/section.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { Import } from '../../api/imports.ts';
import type { ReactNode } from 'react';
import classes from './imports.module.css';

type Plan = NonNullable<Import['plan']>;

export function ImportPlan({ plan: { customers, differences, links, joins, conflicts } }: { readonly plan: Plan }) {
  return (
    <>
      <Section title="Customers who would change" says={customersText(customers)}>
        {differences.total === 0 ? <Text size="sm">Nobody would be another than now.</Text> : <Differences differences={differences} />}
      </Section>
      {joins.total > 0 && (
        <Section
          title="Records that would join a known customer"
          says={`${joins.total.toLocaleString()} of ${links.toLocaleString()} new records${firstText(joins)}.`}
        >
          <Listed
            label="Joins"
            columns={['Line', 'Id there', 'Customer']}
            rows={joins.first.map(({ line, sourceId, customerId }) => ({
              key: `${line} ${sourceId}`,
              cells: [line, <ValueText key="id" value={sourceId} isCode isCut />, <CustomerLink key="customer" id={customerId} isShort />],
            }))}
          />
        </Section>
      )}
      {conflicts.total > 0 && (
        <Section
          title="Conflicts that would arise"
          says={`${conflicts.total.toLocaleString()}: records of one person that state different values${firstText(conflicts)}.`}
        >
          <Listed
            label="Conflicts"
            columns={['Line', 'Field', 'Values', 'Customer']}
            rows={conflicts.first.map(({ line, customerId, field, values }) => ({
              key: `${customerId} ${field}`,
              cells: [
                line,
                nameOf(`/${field}`),
                <Sides key="values" values={values} />,
                <CustomerLink key="customer" id={customerId} isShort />,
              ],
            }))}
          />
        </Section>
      )}
    </>
  );
}

const CHANGES = { created: 'good', updated: 'info', deleted: 'bad', restored: 'good' } as const;

function customersText(customers: Plan['customers']): string {
  const counted = Object.entries(customers).filter(([, count]) => count > 0);
  return counted.map(([change, count]) => `${count.toLocaleString()} ${wordOf(change)}`).join(', ') || 'None.';
}

function wordOf(change: string): string {
  return change.replace(/^customer\./, '');
}

/** Only the first are kept. */
function firstText({ total, first }: { readonly total: number; readonly first: readonly unknown[] }): string {
  return total > first.length ? `; the first ${first.length} are shown` : '';
}

function Differences({ differences }: { readonly differences: Plan['differences'] }) {
  return (
    <>
      {differences.total > differences.first.length && (
        <Text size="sm" c="dimmed" mb="xs">
          The first {differences.first.length} of {differences.total.toLocaleString()}: who is known already, then who is new, each in the
          order of the file.
        </Text>
      )}
      <Listed
        label="Customers who would change"
        columns={['Line', 'Customer', 'What would change']}
        rows={differences.first.map(({ line, customerId, change, values }) => {
          const name = wordOf(change);
          return {
            key: customerId,
            cells: [
              line,
              <div key="customer">
                <Badge tone={CHANGES[name as keyof typeof CHANGES] ?? 'neutral'}>{name}</Badge>{' '}
                {name === 'created' ? null : <CustomerLink id={customerId} isShort />}
              </div>,
              name === 'created' ? <NewValues key="values" values={values} /> : <ChangedValues key="values" values={values} />,
            ],
          };
        })}
      />
    </>
  );
}

const TOLD_OF_NEW = ['/birthDate', '/gender', '/country'];

/** All of a new customer is new: field by field it would only hide who changes. */
function NewValues({ values }: { readonly values: Plan['differences']['first'][number]['values'] }) {
  const told = values.filter(({ pointer, to }) => TOLD_OF_NEW.includes(pointer) && typeof to === 'string');
  if (told.length === 0) return <span className="quiet">no more than ids</span>;
  return <ValueText value={told.map(({ to }) => textOf(to)).join(', ')} />;
}

interface ListedProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

function Listed({ label, columns, rows }: ListedProps) {
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing={6} className={classes['planned']}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, at) => (
                <Table.Td key={columns[at]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Sides({ values }: { readonly values: Plan['conflicts']['first'][number]['values'] }) {
  return values.map(({ source, sourceId, value }) => (
    <div key={`${source} ${sourceId}`}>
      <ValueText value={value} /> <SourceBadge source={source} />
    </div>
  ));
}
