// Every change of a customer, field by field: when it was true, when it was known, and which record brought it.

import { Box, Group, Stack, Text, Timeline as Line } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Badge, SourceBadge } from '../../parts/badges.tsx';
import { ChangedValues } from '../../parts/changed-values.tsx';
import { historyQuery } from '../../api/customers.ts';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { HistoryEntry } from '../../api/customers.ts';

export function Timeline({ id }: { readonly id: string }) {
  const query = useInfiniteQuery(historyQuery(id));
  const { data, error, refetch } = query;
  if (!data) return error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : <TableSkeleton />;
  const entries = data.pages.flatMap((page) => page.data);
  return (
    <Stack gap="md">
      <Line bulletSize={12} lineWidth={2}>
        {entries.map((entry) => (
          <Line.Item key={entry.version} title={<EntryTitle entry={entry} />}>
            <Box mt={8}>
              <ChangedValues values={entry.values} />
            </Box>
          </Line.Item>
        ))}
      </Line>
      <Pages shown={entries.length} query={query} />
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
