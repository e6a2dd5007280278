// Who did what in the account, newest first. Each name in a row narrows the log to it.

import { Button, Stack } from '@mantine/core';
import { IconActivity, IconZoomQuestion } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { auditQuery } from '../../api/audit.ts';
import { Badge, StatusBadge } from '../../parts/badges.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { namedIn } from '../../api/search.ts';
import { Page } from '../../parts/page.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { AuditEntry, AuditFilters } from '../../api/audit.ts';
import type { Column } from '../../parts/columns.ts';

const FILTERS = [
  { name: 'operation', label: 'Operation', hint: 'By its name in the API, such as revokeAccessKey' },
  { name: 'outcome', label: 'Outcome', choices: ['done', 'refused', 'failed'] },
  { name: 'actor', label: 'Who', hint: 'The id of a login or an access key' },
  { name: 'subject', label: 'About', hint: 'The id of a customer, a key, an import …' },
  { name: 'from', label: 'From', type: 'date' },
  { name: 'until', label: 'Until', type: 'date' },
] as const;

const NAMES = FILTERS.map(({ name }) => name);

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', title: 'When', width: 195, cell: ({ at }) => <TimeText at={at} as="seconds" /> },
  { id: 'actor', title: 'Who', width: 150, cell: ({ actor }) => <Actor actor={actor} /> },
  { id: 'operation', title: 'Did what', width: 180, cell: (entry) => <Operation entry={entry} /> },
  { id: 'outcome', title: 'Outcome', width: 85, cell: ({ outcome }) => <StatusBadge status={outcome} /> },
  { id: 'subject', title: 'About', width: 130, cell: ({ subject }) => <Subject id={subject} /> },
  { id: 'address', title: 'From', width: 110, cell: ({ address }) => <ValueText value={address} isCode /> },
  { id: 'request', title: 'Request', width: 110, cell: ({ requestId }) => <ValueText value={requestId} isCode isCut /> },
];

export function AuditPage() {
  const filters = useSearch({ from: '/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const change = (name: string, value: string | undefined): void => {
    void navigate({ search: (before) => namedIn({ ...before, [name]: value }, NAMES) });
  };
  return (
    <Page title="Audit" says="Every change that was asked for, and every read of many people at once. It holds no values of customers.">
      <Stack gap="md">
        <FilterRow filters={FILTERS} values={{ ...filters }} onChange={change} />
        <EntriesFound filters={filters} onClear={() => void navigate({ search: {} })} />
      </Stack>
    </Page>
  );
}

function EntriesFound({ filters, onClear }: { readonly filters: AuditFilters; readonly onClear: () => void }) {
  const query = useInfiniteQuery({ ...auditQuery(filters), placeholderData: keepPreviousData });
  return (
    <FoundTable
      label="Audit log"
      query={query}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      ifNone={<NothingFound isFiltered={Object.keys(filters).length > 0} onClear={onClear} />}
    />
  );
}

function NothingFound({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (!isFiltered) {
    return (
      <EmptyState icon={IconActivity} title="Nothing was done yet">
        Each change that somebody asks for appears here within seconds.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconZoomQuestion}
      title="No entry matches"
      actions={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Entries are kept for as long as the operator has set, and then forgotten.
    </EmptyState>
  );
}

function Actor({ actor: { kind, id, name } }: { readonly actor: AuditEntry['actor'] }) {
  return (
    <>
      <Link to="/audit" search={(before: AuditFilters) => ({ ...before, actor: id })} className="link">
        <ValueText value={name === '' ? 'without a name' : name} isCut />
      </Link>{' '}
      <Badge>{kind}</Badge>
    </>
  );
}

function Operation({ entry: { operation, times } }: { readonly entry: AuditEntry }) {
  return (
    <>
      <Link to="/audit" search={(before: AuditFilters) => ({ ...before, operation })} className="link mono">
        {operation}
      </Link>
      {times > 1 && <span className="quiet"> × {times.toLocaleString()}</span>}
    </>
  );
}

function Subject({ id }: { readonly id: string | null }) {
  if (id === null) return '–';
  return (
    <Link to="/audit" search={(before: AuditFilters) => ({ ...before, subject: id })} className="link">
      <ValueText value={id} isCode isCut />
    </Link>
  );
}
