// What is wrong with the first records of a file, before it goes up.

import { Table, Text } from '@mantine/core';
import { Badge } from '../../parts/badges.tsx';
import { Section } from '../../parts/section.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { FileStart } from './file-start.ts';
import type { LookedThrough } from './look-through.ts';
import classes from './imports.module.css';

interface FirstRecordsProps {
  readonly seen: LookedThrough;
  readonly start: FileStart;
}

export function FirstRecords({ seen: { records }, start }: FirstRecordsProps) {
  if (records.length === 0) return null;
  const faulty = records.filter(({ issues }) => issues.some(({ severity }) => severity === 'error')).length;
  const found = records.flatMap(({ place, issues }) => issues.map((issue) => ({ place, issue })));
  const says = `Of the first ${records.length}, ${records.length - faulty} would be taken${faulty > 0 ? ` and ${faulty} rejected` : ''}.`;
  const placeName = start.carrier === 'list' ? 'Record' : 'Line';
  return (
    <Section title="First records" says={says}>
      {found.length === 0 ? (
        <Text size="sm">Nothing is wrong with them.</Text>
      ) : (
        <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Issues of the first records">
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{placeName}</Table.Th>
                <Table.Th>Field</Table.Th>
                <Table.Th>What is wrong</Table.Th>
                <Table.Th>Would be right</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map(({ place, issue: { code, pointer, message, severity, suggestion } }) => (
                <Table.Tr key={`${place} ${code} ${pointer}`}>
                  <Table.Td>{place}</Table.Td>
                  <Table.Td>
                    <ValueText value={pointer} isCode />
                  </Table.Td>
                  <Table.Td miw={240}>
                    <Badge tone={severity === 'error' ? 'bad' : 'warn'}>{code}</Badge> {message}
                  </Table.Td>
                  <Table.Td>{suggestion === undefined ? '–' : <ValueText value={JSON.stringify(suggestion)} isCode />}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Section>
  );
}
