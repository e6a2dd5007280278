// What became of an import's records, as a sum that adds up.

import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../parts/section.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import type { Import } from '../../api/imports.ts';
import classes from './imports.module.css';

const MEANINGS = {
  created: 'new records',
  updated: 'newer versions',
  unchanged: 'said nothing new',
  stale: 'older than what is known: kept in history',
  rejected: 'faulty: see below',
  suppressed: 'of erased people: not taken',
} as const;

/** Of a dry run: what would become of them. */
export function OutcomeSum({ job: { id, plan, outcomes: kept, undo } }: { readonly job: Import }) {
  const names = Object.keys(MEANINGS) as (keyof typeof MEANINGS)[];
  const outcomes = plan?.outcomes ?? kept;
  const received = names.reduce((sum, name) => sum + outcomes[name], 0);
  return (
    <Section title={plan ? 'What would become of the records' : 'What became of the records'} says={undo && undoneText(undo)}>
      <Table verticalSpacing={6} aria-label="Outcomes">
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Td w={120}>
                <StatusBadge status={name} />
              </Table.Td>
              <Table.Td c="dimmed">{MEANINGS[name]}</Table.Td>
              <Table.Td ta="right" className={classes['number']}>
                {name === 'rejected' && kept.rejected > 0 ? (
                  <Link to="/rejections" search={{ importId: id }} className="link">
                    {outcomes.rejected.toLocaleString()}
                  </Link>
                ) : (
                  outcomes[name].toLocaleString()
                )}
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr className={classes['sum']}>
            <Table.Td colSpan={2}>received</Table.Td>
            <Table.Td ta="right" className={classes['number']}>
              {received.toLocaleString()}
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function undoneText({ versions, confirmed, customers, removed }: NonNullable<Import['undo']>): string {
  const kept = confirmed === 0 ? '' : `, ${confirmed.toLocaleString()} stayed because others confirmed them`;
  return `Undone: ${versions.toLocaleString()} versions taken back${kept}; ${customers.toLocaleString()} customers changed, ${removed.toLocaleString()} removed.`;
}
