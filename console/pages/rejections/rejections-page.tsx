// The inbox of records that failed: found by what is wrong, mended one by one or all at once.

import { Stack } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { BulkSteps } from './bulk-steps.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { namedIn } from '../../api/search.ts';
import { Page } from '../../parts/page.tsx';
import { ANY_STATE, rejectionsQuery } from '../../api/rejections.ts';
import { SourceBadge, StatusBadge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { Rejection } from '../../api/rejections.ts';
import type { RowChoice } from '../../parts/row-choice.ts';

const FILTERS = [
  { name: 'state', label: 'State', choices: ['open', 'retried', 'superseded', 'dismissed'] },
  { name: 'code', label: 'Issue', hint: 'A code, such as country_unknown' },
  { name: 'field', label: 'Field', hint: 'A pointer, such as /region' },
  { name: 'source', label: 'Source', hint: 'The name of a feed' },
  { name: 'day', label: 'Day', type: 'date' },
  { name: 'importId', label: 'Import' },
  { name: 'requestId', label: 'Request' },
] as const;

const FILTER_NAMES = FILTERS.map(({ name }) => name);

const COLUMNS: readonly Column<Rejection>[] = [
  { id: 'issue', title: 'What is wrong', width: 210, cell: (rejection) => <Wrong rejection={rejection} /> },
  { id: 'field', title: 'Field', width: 140, cell: ({ issues }) => <ValueText value={issues[0]?.pointer} isCode isCut /> },
  { id: 'source', title: 'Source', width: 100, cell: ({ source }) => <SourceBadge source={source} /> },
  { id: 'sourceId', title: 'Id there', width: 190, cell: ({ sourceId }) => <ValueText value={sourceId} isCode isCut /> },
  { id: 'state', title: 'State', width: 95, cell: ({ state }) => <StatusBadge status={state} /> },
  { id: 'receivedAt', title: 'Received', width: 190, cell: ({ receivedAt }) => <TimeText at={receivedAt} /> },
];

export function RejectionsPage() {
  const search = useSearch({ from: '/rejections' });
  const navigate = useNavigate({ from: '/rejections' });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const filters = { state: 'open', ...search };
  const { state, ...filter } = filters;
  const mayMend = useMay('customers.write') && state === 'open';
  const choose = (name: string, value: string | undefined): void => {
    setChosen(new Set());
    // Without a word, the inbox shows what is open: to show the others, too, takes one.
    const chosenValue = name === 'state' ? (value ?? ANY_STATE) : value;
    void navigate({ search: (before) => namedIn({ ...before, [name]: chosenValue }, FILTER_NAMES) });
  };
  return (
    <Page
      title="Rejections"
      says="Records that could not be taken, with what is wrong. Mended, they go in as if they had just been sent."
      actions={mayMend && <BulkSteps chosen={[...chosen]} filter={filter} onDone={() => setChosen(new Set())} />}
    >
      <Stack gap="md">
        <FilterRow filters={FILTERS} values={{ ...filters, state: state === ANY_STATE ? undefined : state }} onChange={choose} />
        <RejectionsFound choice={mayMend ? { chosen, setChosen } : undefined} />
      </Stack>
    </Page>
  );
}

function RejectionsFound({ choice }: { readonly choice: RowChoice | undefined }) {
  const search = useSearch({ from: '/rejections' });
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...rejectionsQuery({ state: 'open', ...search }), placeholderData: keepPreviousData });
  return (
    <FoundTable
      label="Rejections"
      query={query}
      columns={COLUMNS}
      keyOf={({ rejectionId }) => rejectionId}
      {...(choice && { choice })}
      onOpen={({ rejectionId }) => void navigate({ to: '/rejections/$id', params: { id: rejectionId } })}
      ifNone={
        <EmptyState icon={IconClipboardCheck} title="Nothing to mend">
          Every record that matches was taken, or was dealt with. Rejected records of imports and of the API appear here.
        </EmptyState>
      }
    />
  );
}

function Wrong({ rejection: { rejectionId, issues } }: { readonly rejection: Rejection }) {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const [first = issues[0]] = errors;
  return (
    <Link to="/rejections/$id" params={{ id: rejectionId }} className="link">
      {first?.code ?? 'unknown'}
      {errors.length > 1 && ` and ${errors.length - 1} more`}
    </Link>
  );
}
