// One customer: what is shown of them and why, what became of them, what each source says, and their record in every format.

import { Group, Tabs } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../../api/problem.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { customerQuery } from '../../api/customers.ts';
import { DeliveriesAbout } from './deliveries-about.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Forms } from './forms.tsx';
import { Page } from '../../parts/page.tsx';
import { PastBar } from './past-bar.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Profile } from './profile.tsx';
import { SourceBadge, StatusBadge } from '../../parts/badges.tsx';
import { SourceRecords } from './source-records.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { Timeline } from './timeline.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import type { Customer, CustomerSearch, Past } from '../../api/customers.ts';

const TABS = [
  { value: 'profile', label: 'Profile' },
  { value: 'timeline', label: 'Timeline' },
  { value: 'records', label: 'Source records' },
  { value: 'json', label: 'JSON' },
  { value: 'deliveries', label: 'Deliveries' },
] as const;

export function CustomerPage() {
  const { id } = useParams({ from: '/customers/$id' });
  const { asOf, knownAt } = useSearch({ from: '/customers/$id' });
  const past = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
  const { data: customer, error, isPending, refetch } = useQuery(customerQuery(id, past));
  return (
    <Page
      title="Customer"
      before={<BackLink to="/customers">Customers</BackLink>}
      beside={customer && <Marks customer={customer} />}
      says={<CopyText value={id} what="customer’s id" />}
      actions={customer && <Changed customer={customer} />}
    >
      <PastBar id={id} past={past} />
      {error &&
        (isUnknownThen(error, past) ? (
          <UnknownThen says={error.message} />
        ) : (
          <ProblemAlert problem={error} onRetry={() => void refetch()} />
        ))}
      {isPending && <TableSkeleton />}
      {customer && <CustomerTabs customer={customer} past={past} />}
    </Page>
  );
}

/** Somebody of whom nothing was known on a past day: an answer, and no fault. */
function isUnknownThen(error: Error, { asOf, knownAt }: Past): boolean {
  return error instanceof ApiProblem && error.status === 404 && (asOf ?? knownAt) !== undefined;
}

function UnknownThen({ says }: { readonly says: string }) {
  return (
    <EmptyState icon={IconHistory} title="Nobody was known here then">
      {says}
    </EmptyState>
  );
}

function CustomerTabs({ customer, past }: { readonly customer: Customer; readonly past: Past }) {
  const { tab = 'profile' } = useSearch({ from: '/customers/$id' });
  const navigate = useNavigate({ from: '/customers/$id' });
  const maySteer = useMay('webhooks.manage');
  const open = (value: string | null): void => {
    void navigate({
      search: (before) => withTab(before, value),
      replace: true,
    });
  };
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        {TABS.filter(({ value }) => value !== 'deliveries' || maySteer).map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="profile">
        <Profile customer={customer} past={past} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <Timeline id={customer.id} />
      </Tabs.Panel>
      <Tabs.Panel value="records">
        <SourceRecords id={customer.id} />
      </Tabs.Panel>
      <Tabs.Panel value="json">
        <Forms customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="deliveries">
        <DeliveriesAbout id={customer.id} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The first tab needs no word in the address. */
function withTab({ asOf, knownAt }: CustomerSearch, tab: string | null): CustomerSearch {
  const isFirst = tab === null || tab === TABS[0].value;
  return { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }), ...(!isFirst && { tab }) };
}

function Marks({ customer: { status, externalIdentifiers } }: { readonly customer: Customer }) {
  const sources = [...new Set(externalIdentifiers.map(({ source }) => source))];
  return (
    <Group gap={6}>
      <StatusBadge status={status} />
      {sources.map((source) => (
        <SourceBadge key={source} source={source} />
      ))}
    </Group>
  );
}

function Changed({ customer: { version, changedAt } }: { readonly customer: Customer }) {
  return (
    <span className="quiet">
      Version {version}, changed <TimeText at={changedAt} as="ago" />
    </span>
  );
}
