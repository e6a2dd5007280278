// Every import of the account, newest first, and the way to a new one: a file dropped anywhere, or chosen here.

import { IconFileImport } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChooseFile } from '../../parts/choose-file.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { importsQuery } from '../../api/imports.ts';
import { Page } from '../../parts/page.tsx';
import { Standing } from './standing.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { Import } from '../../api/imports.ts';

const COLUMNS: readonly Column<Import>[] = [
  { id: 'name', title: 'File', width: 170, cell: (job) => <FileLink job={job} /> },
  { id: 'state', title: 'State', width: 285, cell: (job) => <Standing job={job} /> },
  { id: 'format', title: 'Format', width: 70, cell: ({ format }) => (format === 'auto' ? '–' : format) },
  { id: 'received', title: 'Records', width: 85, cell: ({ received }) => received.toLocaleString(), align: 'right' },
  { id: 'created', title: 'Created', width: 80, cell: ({ outcomes }) => outcomes.created.toLocaleString(), align: 'right' },
  { id: 'updated', title: 'Updated', width: 80, cell: ({ outcomes }) => outcomes.updated.toLocaleString(), align: 'right' },
  { id: 'rejected', title: 'Rejected', width: 85, cell: ({ outcomes }) => outcomes.rejected.toLocaleString(), align: 'right' },
  { id: 'createdAt', title: 'Started', width: 105, cell: ({ createdAt }) => <TimeText at={createdAt} as="ago" /> },
];

export function ImportsPage() {
  return (
    <Page
      title="Imports"
      says="Files of any size, taken in record by record. What is wrong comes back in the file’s own form."
      actions={<ChooseFile />}
    >
      <ImportsFound />
    </Page>
  );
}

function ImportsFound() {
  const navigate = useNavigate();
  return (
    <FoundTable
      label="Imports"
      query={useInfiniteQuery(importsQuery())}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/imports/$id', params: { id } })}
      ifNone={
        <EmptyState icon={IconFileImport} title="Drop a file here" actions={<ChooseFile />}>
          CSV, NDJSON or JSON in any of the formats, plain or packed with gzip or zstd. You see what was recognised before anything goes up.
        </EmptyState>
      }
    />
  );
}

function FileLink({ job: { id, name } }: { readonly job: Import }) {
  return (
    <Link to="/imports/$id" params={{ id }} className="link">
      <ValueText value={name === '' ? id : name} isCut />
    </Link>
  );
}
