// The rejected records of an import as a table: the faulty cells marked and open to be written in, what is certain one click away, for
// one cell or for all.

import { Button, Group, Table, Text } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { columnsOf, rowOf, withWords } from './mend-rows.ts';
import { isFixable, mended } from '../../parts/json-mend.ts';
import { MendField } from './mend-field.tsx';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { rejectionsQuery, useFixAll, useRetryMended } from '../../api/rejections.ts';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { triedText } from '../../parts/tried-text.ts';
import { visible } from '../../parts/value-text.tsx';
import type { MendRow } from './mend-rows.ts';
import classes from './imports.module.css';

export function MendRejects({ importId }: { readonly importId: string }) {
  const query = useInfiniteQuery(rejectionsQuery({ state: 'open', importId }));
  const { data, error, isPending, refetch } = query;
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const found = data?.pages.flatMap((page) => page.data) ?? [];
  const rows = found.map((rejection) => rowOf(rejection, texts[rejection.rejectionId])).toSorted(byPlace);
  const write = ({ rejection: { rejectionId } }: MendRow, text: string): void => setTexts((before) => ({ ...before, [rejectionId]: text }));
  return (
    <Section
      title="Mend what was rejected"
      says="Write into the marked cells, or take what is certain. Mended records go in as if they had just been sent."
      actions={rows.length > 0 && <MendSteps importId={importId} rows={rows} />}
    >
      {error && !data && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {data && rows.length === 0 && <Text size="sm">Every rejected record of this import was dealt with.</Text>}
      {rows.length > 0 && <MendTable rows={rows} onWrite={write} />}
      {rows.length > 0 && <Pages shown={rows.length} query={query} />}
    </Section>
  );
}

/** All at once: what was mended here, or whatever is certain, also of records that are not shown. */
function MendSteps({ importId, rows }: { readonly importId: string; readonly rows: readonly MendRow[] }) {
  const fixAll = useFixAll({ filter: { importId } });
  const send = useRetryMended();
  const ready = rows.filter(({ isChanged, errors }) => isChanged && errors === 0);
  const told = {
    onSuccess: (tried: Parameters<typeof triedText>[0]) => say(triedText(tried)),
    onError: (error: Error) => say(error.message, 'red'),
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconWand size={16} stroke={1.5} aria-hidden />}
        loading={fixAll.isPending}
        onClick={() => fixAll.mutate(undefined, told)}
      >
        Take all certain fixes
      </Button>
      <Button
        disabled={ready.length === 0}
        loading={send.isPending}
        onClick={() =>
          send.mutate(
            ready.map(({ rejection, text }) => ({ id: rejection.rejectionId, payload: text })),
            told,
          )
        }
      >
        Send what is mended ({ready.length.toLocaleString()})
      </Button>
    </Group>
  );
}

interface MendTableProps {
  readonly rows: readonly MendRow[];
  readonly onWrite: (row: MendRow, text: string) => void;
}

function MendTable({ rows, onWrite }: MendTableProps) {
  const columns = columnsOf(rows);
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Rejected records">
      <Table verticalSpacing={6} className={classes['mend']}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Record</Table.Th>
            {columns.map((pointer) => (
              <Table.Th key={pointer} title={visible(pointer)}>
                {visible(pointer.replace(/^\/body\//, '').replace(/^\//, ''))}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.rejection.rejectionId}>
              <Table.Td>
                <RowHead row={row} onWrite={(text) => onWrite(row, text)} />
              </Table.Td>
              {row.cells.size === 0 && (
                <Table.Td colSpan={columns.length}>
                  <OtherFaults row={row} />
                </Table.Td>
              )}
              {row.cells.size > 0 &&
                columns.map((pointer) => (
                  <Table.Td key={pointer}>
                    <MendField
                      label={`${pointer} of ${placeText(row)}`}
                      cell={row.cells.get(pointer)}
                      wasFaulty={row.rejection.issues.some((issue) => issue.pointer === pointer)}
                      onWrite={(words) => onWrite(row, withWords(row, pointer, words))}
                      onFix={(issue) => onWrite(row, mended(row.text, [issue]))}
                    />
                  </Table.Td>
                ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Where the record stood, how far its mending is, and what belongs to no single cell. */
function RowHead({ row, onWrite }: { readonly row: MendRow; readonly onWrite: (text: string) => void }) {
  const { rejection, others, errors, isChanged, text } = row;
  const fixable = others.filter(isFixable);
  return (
    <div className={classes['place']}>
      <Link to="/rejections/$id" params={{ id: rejection.rejectionId }} className="link">
        {placeText(row)}
      </Link>
      <Text size="xs" c="dimmed" role="status">
        {errors > 0 ? `${errors} ${errors === 1 ? 'fault' : 'faults'} left` : isChanged ? 'mended' : 'no fault left'}
      </Text>
      {row.cells.size > 0 && <OtherFaults row={row} />}
      {fixable.length > 0 && (
        <Button variant="default" size="compact-xs" onClick={() => onWrite(mended(text, fixable))}>
          Take the certain fix
        </Button>
      )}
    </div>
  );
}

/** What belongs to no cell; of a text that cannot be read, that is all there is to say. */
function OtherFaults({ row: { others } }: { readonly row: MendRow }) {
  return others.map(({ code, pointer, message }) => (
    <Text key={`${code} ${pointer}`} size="xs" className={classes['fault']}>
      {visible(message)}
    </Text>
  ));
}

/** As they stand in the file. */
function byPlace(left: MendRow, right: MendRow): number {
  return numberOf(left) - numberOf(right);
}

function placeText(row: MendRow): string {
  return `${isLine(row) ? 'Line' : 'Record'} ${numberOf(row)}`;
}

interface Place {
  readonly line?: number;
  readonly index?: number;
}

function numberOf({ rejection: { place } }: MendRow): number {
  const { line, index = 0 } = (place ?? {}) as Place;
  return line ?? index + 1;
}

function isLine({ rejection: { place } }: MendRow): boolean {
  return ((place ?? {}) as Place).line !== undefined;
}
