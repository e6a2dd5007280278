// Everything that is wrong in a file, grouped by kind, with where each kind stands first.

import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Badge } from '../../parts/badges.tsx';
import { Section } from '../../parts/section.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { ImportIssue } from '../../api/imports.ts';
import classes from './imports.module.css';

interface IssueGroupsProps {
  /** Null: a dry run, which leaves no record in the inbox. */
  readonly importId: string | null;
  readonly issues: readonly ImportIssue[];
  /** Records of a list have places, not lines. */
  readonly isList: boolean;
}

export function IssueGroups({ importId, issues, isList }: IssueGroupsProps) {
  return (
    <Section title="What is wrong" says="Each kind of issue once, the most frequent first.">
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label="What is wrong">
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">Count</Table.Th>
              <Table.Th>Field</Table.Th>
              <Table.Th>What is wrong</Table.Th>
              <Table.Th>Would be right</Table.Th>
              <Table.Th ta="right">First {isList ? 'record' : 'line'}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {issues.map(({ code, field, severity, message, suggestion, count, first }) => (
              <Table.Tr key={`${severity} ${code} ${field} ${String(suggestion)}`}>
                <Table.Td ta="right" className={classes['number']}>
                  {count.toLocaleString()}
                </Table.Td>
                <Table.Td>
                  <ValueText value={field === '' ? 'the record' : field} isCode />
                </Table.Td>
                <Table.Td miw={240}>
                  <IssueLink importId={importId} issue={{ code, severity }} /> <ValueText value={message} />
                </Table.Td>
                <Table.Td>{suggestion === undefined ? '–' : <ValueText value={JSON.stringify(suggestion)} isCode />}</Table.Td>
                <Table.Td ta="right" className={classes['number']}>
                  {first.toLocaleString()}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}

/** Faulty records wait in the inbox; those with a doubt were taken. */
function IssueLink({
  importId,
  issue: { code, severity },
}: {
  readonly importId: string | null;
  readonly issue: Pick<ImportIssue, 'code' | 'severity'>;
}) {
  if (severity === 'warning') return <Badge tone="warn">{code}</Badge>;
  if (importId === null) return <Badge tone="bad">{code}</Badge>;
  return (
    <Link to="/rejections" search={{ importId, code }}>
      <Badge tone="bad">{code}</Badge>
    </Link>
  );
}
