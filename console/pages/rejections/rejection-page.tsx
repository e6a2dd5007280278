// One rejected record: what was sent with the place of each issue, mended here and tried again.

import { Alert, Button, Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { checkRecord } from '../../parts/check-record.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { IssueList } from '../../parts/issue-list.tsx';
import { JsonText, marksOf } from '../../parts/json-text.tsx';
import { mended } from '../../parts/json-mend.ts';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { RecordEditor } from '../../parts/record-editor.tsx';
import { rejectionQuery, useDismiss, useRetry } from '../../api/rejections.ts';
import { Section } from '../../parts/section.tsx';
import { SourceBadge, StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useMay } from '../../api/session.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { AnyFormat } from '../../parts/check-record.ts';
import type { Rejection, Retried } from '../../api/rejections.ts';
import type { ShownIssue } from '../../parts/issue-list.tsx';
import classes from './rejections.module.css';

export function RejectionPage() {
  const { id } = useParams({ from: '/rejections/$id' });
  const { data: rejection, error, isPending, refetch } = useQuery(rejectionQuery(id));
  const mayMend = useMay('customers.write');
  const [retried, setRetried] = useState<Retried | null>(null);
  return (
    <Page
      title="Rejected record"
      before={<BackLink to="/rejections">Rejections</BackLink>}
      beside={rejection && <StatusBadge status={rejection.state} />}
      says={<CopyText value={id} what="rejection’s id" />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {retried && <Became retried={retried} />}
      {rejection && (
        <div className={classes['columns']}>
          {rejection.state === 'open' && mayMend ? (
            <Mending rejection={rejection} onRetried={setRetried} />
          ) : (
            <AsSent rejection={rejection} />
          )}
          <About rejection={rejection} />
        </div>
      )}
    </Page>
  );
}

interface MendingProps {
  readonly rejection: Rejection;
  readonly onRetried: (retried: Retried) => void;
}

function Mending({ rejection, onRetried }: MendingProps) {
  const { rejectionId, format, issues: found } = rejection;
  const sent = readable(rejection.payload ?? '');
  const [text, setText] = useState(sent);
  const retry = useRetry(rejectionId);
  const isChanged = text !== sent;
  const issues: readonly ShownIssue[] = isChanged ? checkRecord(text, format as AnyFormat).issues : found;
  const marks = marksOf(issues);
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return (
    <Section
      title="What was sent"
      says={errors > 0 ? `${errors} ${errors === 1 ? 'fault' : 'faults'} left to mend` : 'No fault left: try it again.'}
      actions={
        <Steps
          rejection={rejection}
          isPending={retry.isPending}
          onRetry={() => retry.mutate(isChanged ? text : null, { onSuccess: onRetried })}
        />
      }
    >
      <Stack gap="md">
        {retry.error && <ProblemAlert problem={retry.error} />}
        <RecordEditor label="Record" text={text} marks={marks} onChange={setText} />
        <IssueList issues={issues} onFix={(some) => setText(mended(text, some))} />
      </Stack>
    </Section>
  );
}

function Steps({
  rejection,
  isPending,
  onRetry,
}: {
  readonly rejection: Rejection;
  readonly isPending: boolean;
  readonly onRetry: () => void;
}) {
  const [isDismissing, dialog] = useDisclosure();
  const dismiss = useDismiss(rejection.rejectionId);
  return (
    <div className={classes['steps']}>
      <Button variant="default" onClick={dialog.open}>
        Dismiss …
      </Button>
      <Button onClick={onRetry} loading={isPending}>
        Try again
      </Button>
      <DismissDialog
        title="Dismiss this record"
        isOpen={isDismissing}
        onClose={dialog.close}
        isPending={dismiss.isPending}
        problem={dismiss.error}
        onDismiss={(reason) => dismiss.mutate(reason, { onSuccess: dialog.close })}
      />
    </div>
  );
}

/** What became of the record when it was tried again. */
function Became({ retried: { outcome, customerId, requestId } }: { readonly retried: Retried }) {
  if (outcome === 'rejected') {
    return (
      <Alert color="red" variant="outline" mb="md" title="Rejected again" role="status">
        It is a new rejection now.{' '}
        <Link to="/rejections" search={{ requestId }} className="link underlined">
          See it
        </Link>
      </Alert>
    );
  }
  return (
    <Alert
      color="green"
      variant="outline"
      mb="md"
      icon={<IconCircleCheck size={18} aria-hidden />}
      title={`Taken: ${outcome}`}
      role="status"
    >
      The record went in as if it had just been sent.{' '}
      {customerId !== null && (
        <Link to="/customers/$id" params={{ id: customerId }} className="link underlined">
          See the customer
        </Link>
      )}
    </Alert>
  );
}

function AsSent({ rejection: { payload, issues } }: { readonly rejection: Rejection }) {
  const marks = marksOf(issues);
  return (
    <Section title="What was sent">
      <Stack gap="md">
        <JsonText text={readable(payload ?? '')} marks={marks} label="The record as it was sent" />
        <IssueList issues={issues} />
      </Stack>
    </Section>
  );
}

function About({ rejection }: { readonly rejection: Rejection }) {
  const { source, format, recordType, sourceId, requestId, importId, place, receivedAt, closedAt, dismissReason } = rejection;
  const { line, index } = (place ?? {}) as { line?: number; index?: number };
  const facts = [
    { name: 'Source', value: <SourceBadge source={source} /> },
    { name: 'Format', value: `${format}, ${recordType}` },
    { name: 'Id there', value: <ValueText value={sourceId} isCode /> },
    { name: 'Received', value: <TimeText at={receivedAt} as="seconds" /> },
    { name: 'Place', value: line === undefined ? `number ${(index ?? 0) + 1} of the request` : `line ${line}` },
    {
      name: 'Request',
      value: (
        <Link to="/rejections" search={{ requestId }} className="link mono">
          {requestId}
        </Link>
      ),
    },
    ...(importId === null
      ? []
      : [
          {
            name: 'Import',
            value: (
              <Link to="/imports/$id" params={{ id: importId }} className="link mono">
                {importId}
              </Link>
            ),
          },
        ]),
    ...(closedAt === null ? [] : [{ name: 'Closed', value: <TimeText at={closedAt} as="seconds" /> }]),
    ...(dismissReason === null ? [] : [{ name: 'Why dismissed', value: <ValueText value={dismissReason} /> }]),
  ];
  return (
    <Section title="About it">
      <Facts facts={facts} />
    </Section>
  );
}

/** With line ends where that changes nothing but white space: a number's spelling or a repeated name must stay as it was sent. */
function readable(payload: string): string {
  try {
    const value: unknown = JSON.parse(payload);
    return JSON.stringify(value) === payload ? JSON.stringify(value, null, 2) : payload;
  } catch {
    return payload;
  }
}
