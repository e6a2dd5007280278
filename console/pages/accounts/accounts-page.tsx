// Every account of the registry, for the operator.

import { Box, Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconBuilding, IconSearch, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountsQuery, momentOf } from '../../api/accounts.ts';
import { CreateAccount } from './create-account.tsx';
import { Dialog, submitting } from '../../parts/dialog-form.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { Page } from '../../parts/page.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import { textIn } from '../../parts/form-text.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { Account } from '../../api/accounts.ts';
import type { Column } from '../../parts/columns.ts';

const COLUMNS: readonly Column<Account>[] = [
  { id: 'name', title: 'Account', width: 190, cell: (account) => <Name account={account} /> },
  { id: 'username', title: 'Username', width: 170, cell: ({ username }) => <ValueText value={username} isCut /> },
  { id: 'status', title: 'Status', width: 95, cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'webhook', title: 'Webhook', width: 200, cell: ({ webhook_uri: uri }) => (uri === '' ? 'none' : <ValueText value={uri} isCut />) },
  { id: 'created', title: 'Created', width: 160, cell: ({ tm_create: created }) => <TimeText at={momentOf(created)} /> },
];

const DELETED_COLUMNS: readonly Column<Account>[] = [
  ...COLUMNS.filter(({ id }) => id !== 'webhook'),
  { id: 'deleted', title: 'Deleted', width: 160, cell: ({ tm_delete: deleted }) => <TimeText at={momentOf(deleted)} /> },
  {
    id: 'purged',
    title: 'Can be recovered until',
    width: 185,
    cell: ({ tm_deletion_scheduled: purged }) => <TimeText at={momentOf(purged)} />,
  },
];

const LISTS = [
  { value: 'open', label: 'Accounts' },
  { value: 'deleted', label: 'Deleted' },
];

export function AccountsPage() {
  const { list = 'open' } = useSearch({ from: '/accounts' });
  const navigate = useNavigate();
  const [isCreating, dialog] = useDisclosure();
  const open = (id: string): void => void navigate({ to: '/accounts/$id', params: { id } });
  return (
    <Page
      title="Accounts"
      says="Each has customers of its own, which no other account can see."
      actions={<Button onClick={dialog.open}>Create account</Button>}
    >
      <Group justify="space-between" mb="md">
        <Box flex="1 1 240px" maw={400}>
          <ById onOpen={open} />
        </Box>
        <SegmentedControl
          aria-label="Which accounts"
          size="xs"
          value={list}
          onChange={(value) => void navigate({ to: '/accounts', search: value === 'open' ? {} : { list: value } })}
          data={LISTS}
        />
      </Group>
      <AccountList key={list} isDeleted={list === 'deleted'} onOpen={open} />
      <Dialog title="Create an account" isOpen={isCreating} onClose={dialog.close}>
        <CreateAccount onMade={({ id }) => open(id)} onCancel={dialog.close} />
      </Dialog>
    </Page>
  );
}

function ById({ onOpen }: { readonly onOpen: (id: string) => void }) {
  return (
    <form onSubmit={submitting((form) => onOpen(textIn(form, 'id').trim()))}>
      <TextInput
        name="id"
        type="search"
        aria-label="Open an account by its id"
        placeholder="An account’s id"
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        required
      />
    </form>
  );
}

interface AccountListProps {
  readonly isDeleted: boolean;
  readonly onOpen: (id: string) => void;
}

function AccountList({ isDeleted, onOpen }: AccountListProps) {
  return (
    <FoundTable
      label="Accounts"
      query={useInfiniteQuery(accountsQuery({ isDeleted }))}
      columns={isDeleted ? DELETED_COLUMNS : COLUMNS}
      keyOf={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      ifNone={isDeleted ? <NoneDeleted /> : <None />}
    />
  );
}

function None() {
  return (
    <EmptyState icon={IconBuilding} title="No accounts">
      Create one for each organization whose customers are to be kept apart.
    </EmptyState>
  );
}

function NoneDeleted() {
  return (
    <EmptyState icon={IconTrash} title="No deleted accounts">
      An account that is deleted stands here until its grace is over, and can be recovered from its page.
    </EmptyState>
  );
}

function Name({ account: { id, name, username } }: { readonly account: Account }) {
  return (
    <Link to="/accounts/$id" params={{ id }} className="link">
      <ValueText value={name || username} isCut />
    </Link>
  );
}
