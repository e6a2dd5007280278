// The account at a glance: every figure leads to the list behind it, and what was received adds up.

import { SegmentedControl, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Breakdowns } from './breakdowns.tsx';
import { FirstRun } from '../first-run/first-run.tsx';
import { Headlines } from './headlines.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { statsQuery } from '../../api/overview.ts';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { useIsEmpty } from '../../api/story.ts';
import { GrowthChart, ReceivedChart } from './charts.tsx';

const SPANS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];

export function OverviewPage() {
  const [days, setDays] = useState('30');
  const { data: stats, error, isPending, refetch } = useQuery(statsQuery(Number(days)));
  if (useIsEmpty()) return <FirstRun />;
  return (
    <Page
      title="Overview"
      says="Days are of UTC, as the registry counts them."
      actions={<SegmentedControl aria-label="How many days" size="xs" value={days} onChange={setDays} data={SPANS} />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {stats && (
        <Stack gap="md">
          <Headlines stats={stats} days={Number(days)} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <ReceivedChart stats={stats} days={Number(days)} />
            <GrowthChart stats={stats} days={Number(days)} />
          </SimpleGrid>
          <Breakdowns stats={stats} />
        </Stack>
      )}
    </Page>
  );
}
