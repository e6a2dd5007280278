// The inbox of records that failed: found by what is wrong, mended one by one or all at once.

import { Button, Stack } from '@mantine/core';
import { IconClipboardCheck, IconWand } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDisclosure } from '@mantine/hooks';
import { DataTable } from '../../parts/data-table.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { namedIn } from '../../api/search.ts';
import { Page } from '../../parts/page.tsx';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { rejectionsQuery, useDismissAll, useFixAll } from '../../api/rejections.ts';
import { say } from '../../parts/say.ts';
import { SourceBadge, StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { Column } from '../../parts/data-table.tsx';
import type { Rejection, Selection } from '../../api/rejections.ts';

const FILTERS = [
  { name: 'state', label: 'State', choices: ['open', 'retried', 'superseded', 'dismissed'] },
  { name: 'code', label: 'Issue', hint: 'A code, such as country_unknown' },
  { name: 'field', label: 'Field', hint: 'A pointer, such as /region' },
  { name: 'source', label: 'Source', hint: 'The name of a feed' },
  { name: 'day', label: 'Day', type: 'date' },
  { name: 'importId', label: 'Import' },
  { name: 'requestId', label: 'Request' },
] as const;

const COLUMNS: readonly Column<Rejection>[] = [
  { id: 'issue', title: 'What is wrong', cell: (rejection) => <Wrong rejection={rejection} /> },
  { id: 'field', title: 'Field', cell: ({ issues }) => <ValueText value={issues[0]?.pointer} isCode isCut /> },
  { id: 'source', title: 'Source', cell: ({ source }) => <SourceBadge source={source} /> },
  { id: 'sourceId', title: 'Id there', cell: ({ sourceId }) => <ValueText value={sourceId} isCode isCut /> },
  { id: 'state', title: 'State', cell: ({ state }) => <StatusBadge status={state} /> },
  { id: 'receivedAt', title: 'Received', cell: ({ receivedAt }) => <TimeText at={receivedAt} /> },
];

export function RejectionsPage() {
  const search = useSearch({ from: '/rejections' });
  const navigate = useNavigate({ from: '/rejections' });
  const filters = { state: 'open', ...search };
  const { state: _state, ...selection } = filters;
  const mayMend = useMay('customers.write');
  return (
    <Page
      title="Rejections"
      says="Records that could not be taken, with what is wrong. Mended, they go in as if they had just been sent."
      actions={mayMend && filters.state === 'open' && <BulkSteps selection={selection} />}
    >
      <Stack gap="md">
        <FilterRow
          filters={FILTERS}
          values={filters}
          onChange={(name, value) =>
            void navigate({
              search: (before) => namedIn({ ...before, [name]: value }, [...FILTERS.map((each) => each.name), 'state'] as const),
            })
          }
        />
        <RejectionsFound />
      </Stack>
    </Page>
  );
}

function RejectionsFound() {
  const search = useSearch({ from: '/rejections' });
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...rejectionsQuery({ state: 'open', ...search }), placeholderData: keepPreviousData });
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconClipboardCheck} title="Nothing to mend">
        Every record that matches was taken, or was dealt with. Rejected records of imports and of the API appear here.
      </EmptyState>
    );
  }
  return (
    <div>
      <DataTable
        label="Rejections"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ rejectionId }) => rejectionId}
        onOpen={({ rejectionId }) => void navigate({ to: '/rejections/$id', params: { id: rejectionId } })}
      />
      <Pages shown={rows.length} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
    </div>
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

function BulkSteps({ selection }: { readonly selection: Selection }) {
  const [isDismissing, dialog] = useDisclosure();
  const fixAll = useFixAll(selection);
  const dismissAll = useDismissAll(selection);
  const fix = (): void =>
    fixAll.mutate(undefined, {
      onSuccess: ({ seen, mended, rejected }) =>
        say(`${mended} of ${seen} mended and taken${rejected > 0 ? `, ${rejected} rejected again` : ''}. The others need you.`),
      onError: (error) => say(error.message, 'red'),
    });
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Dismiss all shown …
      </Button>
      <Button leftSection={<IconWand size={16} stroke={1.5} aria-hidden />} onClick={fix} loading={fixAll.isPending}>
        Take all certain fixes
      </Button>
      <DismissDialog
        title="Dismiss all that these filters find"
        isOpen={isDismissing}
        onClose={dialog.close}
        isPending={dismissAll.isPending}
        onDismiss={(reason) =>
          dismissAll.mutate(reason, {
            onSuccess: ({ dismissed }) => {
              dialog.close();
              say(`${dismissed} dismissed.`);
            },
            onError: (error) => say(error.message, 'red'),
          })
        }
      />
    </>
  );
}
