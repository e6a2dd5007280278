// The deliveries of the account, latest event first: found by what became of them, and sent again.

import { Button, Group, Stack, Title } from '@mantine/core';
import { IconRepeat, IconWebhook } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CustomerLink } from '../../parts/customer-link.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { deliveriesQuery, useReplayAll } from '../../api/webhooks.ts';
import { DeliveryLink } from '../../parts/delivery-link.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { FilterRow } from '../../parts/filter-row.tsx';
import { namedIn } from '../../api/search.ts';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { Column } from '../../parts/data-table.tsx';
import type { Delivery, DeliveryFilters } from '../../api/webhooks.ts';

const FILTERS = [
  { name: 'state', label: 'State', choices: ['pending', 'retrying', 'delivered', 'failed', 'cancelled', 'coalesced'] },
  { name: 'type', label: 'Event', choices: EVENT_TYPES },
  { name: 'customerId', label: 'Customer', hint: 'The customer’s id' },
  { name: 'since', label: 'From', type: 'date' },
  { name: 'until', label: 'Until', type: 'date' },
] as const;

const COLUMNS: readonly Column<Delivery>[] = [
  { id: 'type', title: 'Event', cell: (delivery) => <DeliveryLink delivery={delivery} /> },
  { id: 'state', title: 'State', cell: ({ state }) => <StatusBadge status={state} /> },
  { id: 'customer', title: 'Customer', cell: ({ customerId }) => <CustomerLink id={customerId} /> },
  { id: 'attempts', title: 'Attempts', cell: ({ attempts }) => attempts, align: 'right' },
  { id: 'occurredAt', title: 'Happened', cell: ({ occurredAt }) => <TimeText at={occurredAt} as="seconds" /> },
  { id: 'dueAt', title: 'Sent again', cell: ({ dueAt }) => <TimeText at={dueAt} as="ago" /> },
];

export function Deliveries() {
  const filters = useSearch({ from: '/webhooks' });
  const navigate = useNavigate({ from: '/webhooks' });
  const change = (name: string, value: string | undefined): void =>
    void navigate({ search: (before) => namedIn({ ...before, [name]: value }, ['state', 'type', 'customerId', 'since', 'until']) });
  return (
    <Stack gap="sm" component="section" mt="sm" aria-label="Deliveries">
      <Group justify="space-between">
        <Title order={2}>Deliveries</Title>
        <ReplayAll filters={filters} />
      </Group>
      <FilterRow filters={FILTERS} values={{ ...filters }} onChange={change} />
      <DeliveriesFound filters={filters} />
    </Stack>
  );
}

function DeliveriesFound({ filters }: { readonly filters: DeliveryFilters }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...deliveriesQuery(filters), placeholderData: keepPreviousData });
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconWebhook} title={Object.keys(filters).length > 0 ? 'No delivery matches' : 'Nothing was sent yet'}>
        Once there is an address, each change of a customer appears here with every attempt to tell it.
      </EmptyState>
    );
  }
  return (
    <div>
      <DataTable
        label="Deliveries"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/webhooks/deliveries/$id', params: { id } })}
      />
      <Pages shown={rows.length} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
    </div>
  );
}

/** Only with a filter: nobody means to send everything again. */
function ReplayAll({ filters }: { readonly filters: DeliveryFilters }) {
  const replay = useReplayAll(filters);
  if (Object.keys(filters).length === 0) return null;
  const send = (): void =>
    replay.mutate(undefined, {
      onSuccess: ({ replays, hasMore }) =>
        say(`${replays.toLocaleString()} are sent again${hasMore ? '; there are more: do it again' : ''}.`),
      onError: ({ message }) => say(message, 'red'),
    });
  return (
    <Button
      variant="default"
      size="xs"
      loading={replay.isPending}
      onClick={send}
      leftSection={<IconRepeat size={14} stroke={1.5} aria-hidden />}
    >
      Send all that match again
    </Button>
  );
}
