// What the account's webhook was told of a customer, and how that went.

import { Button } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../parts/data-table.tsx';
import { DeliveryLink } from '../../parts/delivery-link.tsx';
import { deliveriesAboutQuery } from '../../api/customers.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { components } from '../../../src/client/api.ts';

const COLUMNS: readonly Column<components['schemas']['Delivery']>[] = [
  { id: 'type', title: 'Event', width: 170, cell: (delivery) => <DeliveryLink delivery={delivery} /> },
  { id: 'version', title: 'Version', width: 80, cell: ({ version }) => version ?? '–', align: 'right' },
  { id: 'state', title: 'State', width: 110, cell: ({ state }) => <StatusBadge status={state} /> },
  { id: 'attempts', title: 'Attempts', width: 90, cell: ({ attempts }) => attempts, align: 'right' },
  { id: 'occurredAt', title: 'Happened', width: 190, cell: ({ occurredAt }) => <TimeText at={occurredAt} as="seconds" /> },
  { id: 'settledAt', title: 'Settled', width: 190, cell: ({ settledAt }) => <TimeText at={settledAt} as="seconds" /> },
];

export function DeliveriesAbout({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(deliveriesAboutQuery(id));
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconWebhook}
        title="Nobody was told yet"
        actions={
          <Button component={Link} to="/webhooks" variant="default">
            See the webhook
          </Button>
        }
      >
        Where a webhook has an address, every later change of this customer is told to it and listed here.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Deliveries about this customer"
      columns={COLUMNS}
      rows={data}
      keyOf={(delivery) => delivery.id}
      onOpen={(delivery) => void navigate({ to: '/webhooks/deliveries/$id', params: { id: delivery.id } })}
    />
  );
}
