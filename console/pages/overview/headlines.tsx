// The figures on top: customers, what was received and how that adds up, what waits for somebody, and how webhooks do.

import { Anchor, Paper, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { importsQuery, isWorking } from '../../api/imports.ts';
import { OUTCOMES } from './outcome-colors.ts';
import { StatusBadge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { webhookQuery } from '../../api/webhooks.ts';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Stats } from '../../api/overview.ts';
import classes from './overview.module.css';

export function Headlines({ stats, days }: { readonly stats: Stats; readonly days: number }) {
  const { customers, asOf } = stats;
  const maySteer = useMay('webhooks.manage');
  const mayImport = useMay('imports.manage');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: mayImport && maySteer ? 5 : 4 }} spacing="md">
      <Headline title="Customers" figure={customers?.total} to={{ to: '/customers' }}>
        counted <TimeText at={asOf} as="ago" />
      </Headline>
      <Received stats={stats} days={days} />
      <Headline title="Waiting to be mended" figure={customers?.openRejections} to={{ to: '/rejections' }}>
        open rejections
      </Headline>
      {mayImport && <Imports />}
      {maySteer && <Webhook />}
    </SimpleGrid>
  );
}

/** Law: what was received is the sum of what became of it. */
function Received({ stats, days }: { readonly stats: Stats; readonly days: number }) {
  const received = sum(stats.received.map((day) => day.received));
  const parts = OUTCOMES.map((outcome) => ({ outcome, count: sum(stats.received.map(({ outcomes }) => outcomes[outcome])) }));
  const shown = parts.filter(({ count }) => count > 0);
  return (
    <Headline title={`Received in ${days} days`} figure={received} to={{ to: '/rejections' }}>
      {shown.length > 0 && '= '}
      {shown.map(({ outcome, count }) => `${count.toLocaleString()} ${outcome}`).join(' + ')}
    </Headline>
  );
}

function Imports() {
  const { data } = useInfiniteQuery(importsQuery());
  const jobs = data?.pages.flatMap((page) => page.data);
  return (
    <Headline title="Imports under way" figure={jobs?.filter(isWorking).length} to={{ to: '/imports' }}>
      {jobs?.[0] === undefined ? (
        'none yet'
      ) : (
        <>
          the last begun <TimeText at={jobs[0].createdAt} as="ago" />
        </>
      )}
    </Headline>
  );
}

function Webhook() {
  const { data } = useQuery(webhookQuery);
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        Webhook
      </Text>
      <Anchor component={Link} to="/webhooks" className={classes['figure']} underline="hover">
        {data ? <StatusBadge status={data.state} /> : '…'}
      </Anchor>
      <Text size="xs" c="dimmed" mt={4}>
        {data?.oldestUndeliveredAt ? (
          <>
            oldest undelivered from <TimeText at={data.oldestUndeliveredAt} as="ago" />
          </>
        ) : (
          'nothing waits'
        )}
      </Text>
    </Paper>
  );
}

interface HeadlineProps {
  readonly title: string;
  readonly figure: number | undefined;
  readonly to: Pick<LinkProps, 'to' | 'search'>;
  readonly children: ReactNode;
}

function Headline({ title, figure, to, children }: HeadlineProps) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Link {...to} className={classes['figure']}>
        {figure?.toLocaleString() ?? '…'}
      </Link>
      <Text size="xs" c="dimmed" mt={4} component="div">
        {children}
      </Text>
    </Paper>
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
