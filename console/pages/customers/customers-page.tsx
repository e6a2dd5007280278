// Every customer of the account: found, filtered, put in order. What tells of a person stays out of the address.

import { Button, Menu, Stack } from '@mantine/core';
import { IconColumns3, IconUsers, IconZoomQuestion } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocalStorage } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { CUSTOMER_COLUMNS, HIDDEN_AT_FIRST } from './customer-columns.tsx';
import { customersCountQuery, customersQuery } from '../../api/customers.ts';
import { ExportMenu } from './export-menu.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterBar, useCustomerFilters } from './customer-filters.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { Page } from '../../parts/page.tsx';

const LATEST_FIRST = '-changedAt';

export function CustomersPage() {
  const [hidden, setHidden] = useLocalStorage<readonly string[]>({ key: 'customers.hidden', defaultValue: HIDDEN_AT_FIRST });
  const asked = useCustomerFilters();
  return (
    <Page
      title="Customers"
      says="One row is one person, however many sources tell of them."
      actions={
        <>
          <ExportMenu filters={asked.filters} />
          <ColumnsMenu hidden={hidden} onChange={setHidden} />
        </>
      }
    >
      <Stack gap="md">
        <FilterBar {...asked} />
        <CustomersFound hidden={hidden} asked={asked} />
      </Stack>
    </Page>
  );
}

interface CustomersFoundProps {
  readonly hidden: readonly string[];
  readonly asked: ReturnType<typeof useCustomerFilters>;
}

function CustomersFound({ hidden, asked: { filters, setOpen, clear } }: CustomersFoundProps) {
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...customersQuery(filters), placeholderData: keepPreviousData });
  const { data: total } = useQuery(customersCountQuery(filters));
  return (
    <FoundTable
      label="Customers"
      query={query}
      total={total}
      columns={CUSTOMER_COLUMNS}
      keyOf={({ id }) => id}
      hidden={hidden}
      sort={filters.sort ?? LATEST_FIRST}
      onSort={(sort) => setOpen('sort', sort === LATEST_FIRST ? undefined : sort)}
      onOpen={({ id }) => void navigate({ to: '/customers/$id', params: { id } })}
      ifNone={<NobodyFound isFiltered={Object.keys(filters).some((name) => name !== 'sort')} onClear={clear} />}
    />
  );
}

function NobodyFound({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (!isFiltered) {
    return (
      <EmptyState
        icon={IconUsers}
        title="No customers yet"
        actions={
          <Button component={Link} to="/">
            See three ways to begin
          </Button>
        }
      >
        Send records to the API or import a file, and the people they tell of appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconZoomQuestion}
      title="Nobody matches"
      actions={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    >
      Search looks at the beginning of ids, of the latest address’s first line, city and postal code, and at birth dates.
    </EmptyState>
  );
}

interface ColumnsMenuProps {
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
}

function ColumnsMenu({ hidden, onChange }: ColumnsMenuProps) {
  const toggle = (id: string): void => onChange(hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id]);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconColumns3 size={16} stroke={1.5} aria-hidden />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CUSTOMER_COLUMNS.slice(1).map(({ id, title }) => (
          <Menu.CheckboxItem key={id} checked={!hidden.includes(id)} onChange={() => toggle(id)}>
            {title}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
