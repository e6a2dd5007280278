// The deliveries of the account, latest event first: found by what became of them, and sent again.

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconRepeat, IconWebhook } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CustomerLink } from '../../parts/customer-link.tsx';
import { deliveriesQuery, useReplayAll } from '../../api/webhooks.ts';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { DeliveryLink } from '../../parts/delivery-link.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { FilterRow } from '../../parts/filter-row.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { namedIn } from '../../api/search.ts';
import { say } from '../../parts/say.ts';
import { StatusBadge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { Delivery, DeliveryFilters } from '../../api/webhooks.ts';

const FILTERS = [
  { name: 'state', label: 'State', choices: ['pending', 'retrying', 'delivered', 'failed', 'cancelled', 'coalesced'] },
  { name: 'type', label: 'Event', choices: EVENT_TYPES },
  { name: 'customerId', label: 'Customer', hint: 'The customer’s id' },
  { name: 'since', label: 'From', type: 'date' },
  { name: 'until', label: 'Until', type: 'date' },
] as const;

const COLUMNS: readonly Column<Delivery>[] = [
  { id: 'type', title: 'Event', width: 150, cell: (delivery) => <DeliveryLink delivery={delivery} /> },
  { id: 'state', title: 'State', width: 100, cell: ({ state }) => <StatusBadge status={state} /> },
  { id: 'customer', title: 'Customer', width: 270, cell: ({ customerId }) => <CustomerLink id={customerId} /> },
  { id: 'attempts', title: 'Attempts', width: 85, cell: ({ attempts }) => attempts, align: 'right' },
  { id: 'occurredAt', title: 'Happened', width: 195, cell: ({ occurredAt }) => <TimeText at={occurredAt} as="seconds" /> },
  { id: 'dueAt', title: 'Sent again', width: 120, cell: ({ dueAt }) => <TimeText at={dueAt} as="ago" /> },
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
  return (
    <FoundTable
      label="Deliveries"
      query={query}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/webhooks/deliveries/$id', params: { id } })}
      ifNone={
        <EmptyState icon={IconWebhook} title={Object.keys(filters).length > 0 ? 'No delivery matches' : 'Nothing was sent yet'}>
          Once there is an address, each change of a customer appears here with every attempt to tell it.
        </EmptyState>
      }
    />
  );
}

/** Only with a filter: nobody means to send everything again. */
function ReplayAll({ filters }: { readonly filters: DeliveryFilters }) {
  const [isOpen, dialog] = useDisclosure();
  const replay = useReplayAll(filters);
  if (Object.keys(filters).length === 0) return null;
  const send = (): void =>
    replay.mutate(undefined, {
      onSuccess: ({ replays, hasMore }) => {
        say(`${replays.toLocaleString()} are sent again${hasMore ? '; there are more: do it again' : ''}.`);
        dialog.close();
      },
    });
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open} leftSection={<IconRepeat size={14} stroke={1.5} aria-hidden />}>
        Send all that match again …
      </Button>
      <Dialog title="Send all that match again" isOpen={isOpen} onClose={dialog.close}>
        <DialogForm verb="Send again" isPending={replay.isPending} problem={replay.error} onSubmit={send} onCancel={dialog.close}>
          <Text size="sm">
            Every settled delivery that matches the filters goes to the receiver once more, marked as a replay: 10,000 at most in one go.
          </Text>
        </DialogForm>
      </Dialog>
    </>
  );
}
