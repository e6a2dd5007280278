// The columns of the customers' list. There is no name in any format: a person is told by ids, birth date and place.

import { Link } from '@tanstack/react-router';
import { Group } from '@mantine/core';
import { SourceBadge, StatusBadge } from '../../parts/badges.tsx';
import { DayText, TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { Customer } from '../../api/customers.ts';

export const CUSTOMER_COLUMNS: readonly Column<Customer>[] = [
  { id: 'customer', title: 'Customer', width: 195, cell: (customer) => <CustomerLink customer={customer} /> },
  { id: 'sources', title: 'Sources', width: 160, cell: (customer) => <Sources customer={customer} /> },
  { id: 'status', title: 'Status', width: 95, cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'birthDate', title: 'Born', width: 105, cell: ({ birthDate }) => <DayText day={birthDate} />, sort: 'birthDate' },
  { id: 'gender', title: 'Gender', width: 120, cell: ({ gender }) => <ValueText value={gender} isCut /> },
  { id: 'country', title: 'Country', width: 75, cell: ({ country }) => <ValueText value={country} /> },
  { id: 'city', title: 'City', width: 120, cell: (customer) => <ValueText value={latestAddress(customer)?.city} isCut /> },
  { id: 'marketing', title: 'Marketing', width: 110, cell: ({ consents }) => <StatusBadge status={consents.marketing.state} /> },
  { id: 'sms', title: 'SMS', width: 110, cell: ({ consents }) => <StatusBadge status={consents.sms.state} /> },
  { id: 'changedAt', title: 'Changed here', width: 190, cell: ({ changedAt }) => <TimeText at={changedAt} />, sort: 'changedAt' },
  { id: 'updatedAt', title: 'Updated by a source', width: 190, cell: ({ updatedAt }) => <TimeText at={updatedAt} />, sort: 'updatedAt' },
  { id: 'createdAt', title: 'Created by a source', width: 190, cell: ({ createdAt }) => <TimeText at={createdAt} />, sort: 'createdAt' },
  { id: 'institute', title: 'Institute', width: 200, cell: ({ education }) => <ValueText value={education.instituteId} isCode isCut /> },
  { id: 'course', title: 'Course', width: 200, cell: ({ education }) => <ValueText value={education.courseId} isCode isCut /> },
];

/** Left out until somebody asks for them. */
export const HIDDEN_AT_FIRST: readonly string[] = ['gender', 'marketing', 'sms', 'updatedAt', 'createdAt', 'institute', 'course'];

function CustomerLink({ customer: { id, externalIdentifiers } }: { readonly customer: Customer }) {
  return (
    <Link to="/customers/$id" params={{ id }} className="link">
      <ValueText value={externalIdentifiers[0]?.id ?? id} isCode isCut />
    </Link>
  );
}

function Sources({ customer: { externalIdentifiers } }: { readonly customer: Customer }) {
  const names = [...new Set(externalIdentifiers.map(({ source }) => source))];
  return (
    <Group gap={4} wrap="nowrap">
      {names.map((name) => (
        <SourceBadge key={name} source={name} />
      ))}
    </Group>
  );
}

/** The address that counts most: the one that a source changed last. */
export function latestAddress({ addresses }: Customer): Customer['addresses'][number] | undefined {
  return addresses.toSorted((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))[0];
}
