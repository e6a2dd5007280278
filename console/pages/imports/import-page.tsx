// One import: how far it is, what became of every record, what is wrong and where, and what can be done about it.

import { Alert, Stack } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import { askAnew } from '../../api/ask-anew.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts } from '../../parts/facts.tsx';
import { importQuery, isWorking } from '../../api/imports.ts';
import { ImportPlan } from './import-plan.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportSteps } from './import-steps.tsx';
import { IssueGroups } from './issue-groups.tsx';
import { OutcomeSum } from './outcome-sum.tsx';
import { MendRejects } from './mend-rejects.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Section } from '../../parts/section.tsx';
import { sizeText } from './size-text.ts';
import { SourceBadge } from '../../parts/badges.tsx';
import { Standing } from './standing.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { visible } from '../../parts/value-text.tsx';
import type { Import } from '../../api/imports.ts';
import classes from './imports.module.css';

export function ImportPage() {
  const { id } = useParams({ from: '/imports/$id' });
  const { data: job, error, isPending, refetch } = useQuery(importQuery(id));
  useNewsOf(job);
  return (
    <Page
      title={job ? visible(job.name) || 'Import' : 'Import'}
      windowTitle="Import"
      before={<BackLink to="/imports">Imports</BackLink>}
      beside={job && <Standing job={job} />}
      says={<CopyText value={id} what="import’s id" />}
      actions={job && <ImportSteps job={job} />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {job && <ImportFound job={job} />}
    </Page>
  );
}

function ImportFound({ job }: { readonly job: Import }) {
  const mayMend = useMay('customers.write');
  return (
    <Stack gap="md">
      {job.reason !== null && (
        <Alert color="red" variant="outline" icon={<IconAlertCircle size={18} aria-hidden />} title="The import failed" role="alert">
          {visible(job.reason)}
        </Alert>
      )}
      {isWorking(job) && <ImportProgress job={job} />}
      <div className={classes['columns']}>
        {job.plan !== null || !job.dryRun ? <OutcomeSum job={job} /> : <div />}
        <About job={job} />
      </div>
      {job.issues !== null && job.issues.length > 0 && (
        <IssueGroups importId={job.dryRun ? null : job.id} issues={job.issues} isList={job.carrier === 'array'} />
      )}
      {job.plan !== null && <ImportPlan plan={job.plan} />}
      {mayMend && !isWorking(job) && job.outcomes.rejected > 0 && <MendRejects importId={job.id} />}
      {job.columns !== null && <Columns columns={job.columns} />}
    </Stack>
  );
}

function About({ job }: { readonly job: Import }) {
  const { source, format, recordType, carrier, bytes, policy, fixes, createdAt, finishedAt, undoneAt, undoableUntil } = job;
  const facts = [
    { name: 'Source', value: source === null ? '–' : <SourceBadge source={source} /> },
    { name: 'Format', value: format === 'auto' ? '–' : `${format}, ${recordType === 'auto' ? 'customer' : recordType}` },
    { name: 'File', value: `${sizeText(bytes)}${carrier === null ? '' : `, ${carrier}`}` },
    { name: 'Faulty records', value: policy === 'reject_file' ? 'refuse the whole file' : 'are given back' },
    ...(fixes ? [{ name: 'Certain fixes', value: 'are taken' }] : []),
    { name: 'Started', value: <TimeText at={createdAt} as="seconds" /> },
    ...(finishedAt === null ? [] : [{ name: 'Ended', value: <TimeText at={finishedAt} as="seconds" /> }]),
    ...(undoneAt === null ? [] : [{ name: 'Undone', value: <TimeText at={undoneAt} as="seconds" /> }]),
    ...(undoableUntil === null ? [] : [{ name: 'Can be undone until', value: <TimeText at={undoableUntil} /> }]),
  ];
  return (
    <Section title="About it">
      <Facts facts={facts} />
    </Section>
  );
}

function Columns({ columns }: { readonly columns: NonNullable<Import['columns']> }) {
  const facts = columns.map(({ column, field, use }) => ({
    name: visible(column),
    value: field ?? (use === 'kept' ? 'kept as it is' : 'left out'),
  }));
  return (
    <Section title="Columns" says="What each one filled">
      <Facts facts={facts} />
    </Section>
  );
}

/** What an import changed is not what other pages remember. */
function useNewsOf(job: Import | undefined): void {
  const state = job?.state;
  useEffect(() => {
    if (state !== undefined) void askAnew();
  }, [state]);
}
