// What is shown of a customer, value by value with where each comes from; where sources disagree stands on top.

import { Alert, List, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DayText, TimeText } from '../../parts/time-text.tsx';
import { nameOf } from '../../parts/value-words.ts';
import { Addresses, Dependents, Identifiers } from './profile-lists.tsx';
import { provenanceQuery } from '../../api/customers.ts';
import { Section } from '../../parts/section.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import { Why } from './why.tsx';
import type { Customer, Past, Provenance } from '../../api/customers.ts';
import type { ReactNode } from 'react';
import classes from './customer.module.css';

export function Profile({ customer, past }: { readonly customer: Customer; readonly past: Past }) {
  const { data: provenance } = useQuery(provenanceQuery(customer.id, past));
  return (
    <Stack gap="md">
      <Conflicts customer={customer} />
      <div className={classes['columns']}>
        <Stack gap="md">
          <Golden customer={customer} provenance={provenance} />
          <Addresses customer={customer} provenance={provenance} />
        </Stack>
        <Stack gap="md">
          <Consents customer={customer} provenance={provenance} />
          <Identifiers customer={customer} />
          <Dependents customer={customer} provenance={provenance} />
        </Stack>
      </div>
    </Stack>
  );
}

function Conflicts({ customer: { conflicts } }: { readonly customer: Customer }) {
  return conflicts.map(({ field, values }) => (
    <Alert
      key={field}
      color="yellow"
      variant="outline"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={`Sources disagree about the ${nameOf(`/${field}`).toLowerCase()}`}
    >
      <List size="sm">
        {values.map(({ source, sourceId, value, at }) => (
          <List.Item key={`${source} ${sourceId}`}>
            {source} says <ValueText value={value} />, <TimeText at={at} />
          </List.Item>
        ))}
      </List>
    </Alert>
  ));
}

interface PartProps {
  readonly customer: Customer;
  readonly provenance: Provenance | undefined;
}

function Golden({ customer, provenance }: PartProps) {
  const { status, birthDate, gender, country, education, createdAt, updatedAt } = customer;
  const rows: (readonly [string, ReactNode])[] = [
    ['/status', <StatusBadge key="status" status={status} />],
    ['/birthDate', <DayText key="birthDate" day={birthDate} />],
    ['/gender', <ValueText key="gender" value={gender} />],
    ['/country', <ValueText key="country" value={country} />],
    ['/education/instituteId', <ValueText key="institute" value={education.instituteId} isCode />],
    ['/education/courseId', <ValueText key="course" value={education.courseId} isCode />],
    ['/createdAt', <TimeText key="created" at={createdAt} />],
    ['/updatedAt', <TimeText key="updated" at={updatedAt} />],
  ];
  return (
    <Section title="Golden record" says="Each value with its source and date; point at one to see why it is shown.">
      <GoldenRows rows={rows} provenance={provenance} />
    </Section>
  );
}

function Consents({ customer: { consents }, provenance }: PartProps) {
  const rows = (['marketing', 'sms'] as const).map((channel) => {
    const { state, lastStated } = consents[channel];
    const shown = (
      <span key={channel}>
        <StatusBadge status={state} />
        {lastStated && (
          <span className="quiet">
            {' '}
            last {lastStated.state} by {lastStated.source}, <TimeText at={lastStated.at} />
          </span>
        )}
      </span>
    );
    return [`/consents/${channel}`, shown] as const;
  });
  return (
    <Section title="Consents">
      <GoldenRows rows={rows} provenance={provenance} />
    </Section>
  );
}

function GoldenRows({
  rows,
  provenance,
}: {
  readonly rows: readonly (readonly [string, ReactNode])[];
  readonly provenance: Provenance | undefined;
}) {
  return (
    <table className={classes['golden']}>
      <tbody>
        {rows.map(([pointer, shown]) => (
          <tr key={pointer}>
            <th scope="row">{nameOf(pointer)}</th>
            <td>{shown}</td>
            <td>
              <Why explained={provenance?.values.find((each) => each.pointer === pointer)} rules={provenance?.rules ?? {}} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
