// What each source says of a customer, as it was sent, side by side.

import { useQuery } from '@tanstack/react-query';
import { Badge, SourceBadge } from '../../parts/badges.tsx';
import { Facts } from '../../parts/facts.tsx';
import { JsonText } from '../../parts/json-text.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { recordsQuery } from '../../api/customers.ts';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { CustomerRecord } from '../../api/customers.ts';
import classes from './customer.module.css';

export function SourceRecords({ id }: { readonly id: string }) {
  const { data, error, isPending, refetch } = useQuery(recordsQuery(id));
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  return (
    <div className={classes['records']}>
      {data.map((record) => (
        <RecordCard key={`${record.source} ${record.sourceId}`} record={record} />
      ))}
    </div>
  );
}

function RecordCard({ record }: { readonly record: CustomerRecord }) {
  const { source, sourceId, format, versionNo, versionCount, versionTime, timeSource, isDeleted, firstReceivedAt, receivedAt, payload } =
    record;
  const facts = [
    { name: 'Id there', value: <ValueText value={sourceId} isCode /> },
    { name: 'Version', value: `${versionNo} (${versionCount} in all), in the format ${format}` },
    {
      name: 'Version time',
      value: (
        <>
          {timeSource} <TimeText at={versionTime} as="seconds" />
        </>
      ),
    },
    {
      name: 'Received',
      value: (
        <>
          first <TimeText at={firstReceivedAt} />, this version <TimeText at={receivedAt} />
        </>
      ),
    },
  ];
  return (
    <Section title={`Record of ${source}`} actions={isDeleted ? <Badge tone="bad">deleted</Badge> : <SourceBadge source={source} />}>
      <Facts facts={facts} />
      <JsonText text={JSON.stringify(payload, null, 2)} label={`The record of ${source} as it was sent`} />
    </Section>
  );
}
