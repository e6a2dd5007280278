// The figures on top: customers, what was received and how that adds up, what waits for somebody, and how webhooks do.

import { Anchor, Paper, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { importsQuery, isWorking } from '../../api/imports.ts';
import { daysUntilToday, OUTCOMES } from './outcome-colors.ts';
import { StatusBadge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { webhookQuery } from '../../api/webhooks.ts';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Stats } from '../../api/overview.ts';
import type { Webhook as WebhookState } from '../../api/webhooks.ts';
import classes from './overview.module.css';

export function Headlines({ stats, days }: { readonly stats: Stats; readonly days: number }) {
  const { customers, asOf } = stats;
  const maySteer = useMay('webhooks.manage');
  const mayImport = useMay('imports.manage');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: mayImport && maySteer ? 5 : 4 }} spacing="md">
      <Headline title="Customers" figure={customers?.total} to={{ to: '/customers' }}>
        {customers ? (
          <>
            <ByStatus counted={customers.byStatus} />
            counted <TimeText at={asOf} as="ago" />
          </>
        ) : (
          'being counted'
        )}
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

function ByStatus({ counted }: { readonly counted: NonNullable<Stats['customers']>['byStatus'] }) {
  return counted.map(({ value, count }) => (
    <Fragment key={value}>
      <Link to="/customers" search={{ status: value ?? '' }} className="link underlined">
        {count.toLocaleString()} {value}
      </Link>
      ,{' '}
    </Fragment>
  ));
}

/** Law: what was received is the sum of what became of it. */
function Received({ stats, days }: { readonly stats: Stats; readonly days: number }) {
  const received = sum(stats.received.map((day) => day.received));
  const parts = OUTCOMES.map((outcome) => ({ outcome, count: sum(stats.received.map(({ outcomes }) => outcomes[outcome])) }));
  const shown = parts.filter(({ count }) => count > 0);
  const since = { to: '/customers', search: { changedSince: daysUntilToday(days)[0] ?? '' } } as const;
  return (
    <Headline title={`Received in ${days} days`} figure={received} to={since}>
      {shown.map(({ outcome, count }, at) => (
        <Fragment key={outcome}>
          {at === 0 ? '= ' : ' + '}
          <Part outcome={outcome} count={count} />
        </Fragment>
      ))}
    </Headline>
  );
}

/** Rejected records have a list of their own; the others are versions, which stand with their customers. */
function Part({ outcome, count }: { readonly outcome: string; readonly count: number }) {
  const text = `${count.toLocaleString()} ${outcome}`;
  if (outcome !== 'rejected') return text;
  return (
    <Link to="/rejections" className="link underlined">
      {text}
    </Link>
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
      <Text size="xs" c="dimmed" mt={4} component="div">
        {data && <WebhookWords webhook={data} />}
      </Text>
    </Paper>
  );
}

/** What is wrong comes first: why it stopped, since when it fails, what waits. */
function WebhookWords({ webhook: { state, stateReason, failingSince, oldestUndeliveredAt } }: { readonly webhook: WebhookState }) {
  if (state === 'disabled')
    return stateReason === 'gone' ? 'stopped: the receiver answered that it is gone' : 'stopped: it failed for five days';
  if (state === 'off') return 'no address is set';
  return (
    <>
      {failingSince !== null && (
        <>
          <Link to="/webhooks" search={{ state: 'retrying' }} className="link underlined">
            failing
          </Link>{' '}
          since <TimeText at={failingSince} as="ago" />,{' '}
        </>
      )}
      {oldestUndeliveredAt === null ? (
        'nothing waits'
      ) : (
        <>
          oldest undelivered from <TimeText at={oldestUndeliveredAt} as="ago" />
        </>
      )}
    </>
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
