// Every change of a customer, field by field: when it was true, when it was known, and which record brought it.

import { Group, Stack, Text, Timeline as Line } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Badge, SourceBadge } from '../../parts/badges.tsx';
import { historyQuery } from '../../api/customers.ts';
import { nameOf, textOf } from './value-words.ts';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { HistoryEntry } from '../../api/customers.ts';
import classes from './customer.module.css';

export function Timeline({ id }: { readonly id: string }) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(historyQuery(id));
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  const entries = data.pages.flatMap((page) => page.data);
  return (
    <Stack gap="md">
      <Line bulletSize={12} lineWidth={2}>
        {entries.map((entry) => (
          <Line.Item key={entry.version} title={<EntryTitle entry={entry} />}>
            <Changes entry={entry} />
          </Line.Item>
        ))}
      </Line>
      <Pages shown={entries.length} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
    </Stack>
  );
}

const TONES = { created: 'good', updated: 'info', deleted: 'bad', restored: 'good' } as const;

function EntryTitle({ entry: { type, version, trueAt, knownAt, causes } }: { readonly entry: HistoryEntry }) {
  const name = type.replace(/^customer\./, '');
  return (
    <Group gap="xs" fw={400}>
      <Badge tone={TONES[name as keyof typeof TONES] ?? 'neutral'}>{name}</Badge>
      <Text component="span" size="sm" fw={600}>
        Version {version}
      </Text>
      {causes.map(({ kind, source, sourceId, versionNo }) => (
        <span key={`${kind} ${source} ${sourceId} ${versionNo}`} className="quiet">
          <SourceBadge source={source} /> {kind}
          {versionNo !== null && ` version ${versionNo}`}
        </span>
      ))}
      <span className="quiet">
        true since <TimeText at={trueAt} />, known since <TimeText at={knownAt} />
      </span>
    </Group>
  );
}

function Changes({ entry: { values } }: { readonly entry: HistoryEntry }) {
  return (
    <table className={classes['changes']}>
      <tbody>
        {values.map(({ pointer, from, to }) => (
          <tr key={pointer}>
            <th scope="row">{nameOf(pointer)}</th>
            <td>
              <Change from={from} to={to} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change({ from, to }: { readonly from: unknown; readonly to: unknown }) {
  if (Array.isArray(from) || Array.isArray(to)) return <ListChange from={listIn(from)} to={listIn(to)} />;
  return (
    <>
      {!isNothing(from) && (
        <>
          <del className={classes['from']}>
            <Shown value={from} />
          </del>
          {' → '}
        </>
      )}
      <Shown value={to} />
    </>
  );
}

const TIME = /^\d{4}-\d\d-\d\dT.*Z$/;

function Shown({ value }: { readonly value: unknown }) {
  if (typeof value === 'string' && TIME.test(value)) return <TimeText at={value} />;
  const text = <ValueText value={textOf(value)} />;
  if (typeof value !== 'object' || value === null || !('at' in value)) return text;
  return (
    <>
      {text} (<TimeText at={String(value.at)} as="day" />)
    </>
  );
}

/** Entries that went, and entries that came; those that stayed say nothing. */
function ListChange({ from, to }: { readonly from: readonly unknown[]; readonly to: readonly unknown[] }) {
  const before = new Set(from.map(entryText));
  const after = new Set(to.map(entryText));
  const gone = [...before.difference(after)];
  const came = [...after.difference(before)];
  if (gone.length + came.length === 0) return <span className="quiet">only their times</span>;
  return (
    <>
      {gone.map((entry) => (
        <div key={`- ${entry}`}>
          <del className={classes['from']}>
            <ValueText value={entry} />
          </del>
        </div>
      ))}
      {came.map((entry) => (
        <div key={`+ ${entry}`}>
          <ValueText value={entry} />
        </div>
      ))}
    </>
  );
}

/** What an entry is known by and when it was stated says nothing to people. */
const BOOKKEEPING = new Set(['addressId', 'dependentId', 'sourceId', 'createdAt', 'updatedAt']);

function entryText(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return textOf(entry);
  const told = Object.entries(entry).filter(([name]) => !BOOKKEEPING.has(name));
  return told.map(([, value]) => textOf(value)).join(', ');
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}
