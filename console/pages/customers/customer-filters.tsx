// The filters of the customers' list: those that tell nothing of a person are in the address, the others in the history entry.

import { Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { FilterChip } from '../../parts/filter-chip.tsx';
import type { CustomerFilters, OpenFilters, PersonalFilters } from '../../api/customers.ts';
import type { Filter } from '../../parts/filter-chip.tsx';

const TYPING_MS = 250;
const CONSENTS = ['marketing', 'sms'].flatMap((channel) => ['granted', 'refused', 'not_stated'].map((state) => `${channel}:${state}`));

type Named<Names> = Filter & { readonly name: keyof Names };

const OPEN_FILTERS: readonly Named<OpenFilters>[] = [
  { name: 'status', label: 'Status', choices: ['active', 'deleted', 'removed'] },
  { name: 'country', label: 'Country', hint: 'Two letters, such as DE' },
  { name: 'source', label: 'Source', hint: 'The name of a feed, such as cobi' },
  { name: 'consent', label: 'Consent', choices: CONSENTS },
  { name: 'gender', label: 'Gender', hint: 'As the source spells it' },
  { name: 'instituteId', label: 'Institute' },
  { name: 'courseId', label: 'Course' },
  { name: 'changedSince', label: 'Changed since', type: 'date' },
];

const PERSONAL_FILTERS: readonly Named<PersonalFilters>[] = [
  { name: 'birthDateFrom', label: 'Born from', type: 'date' },
  { name: 'birthDateTo', label: 'Born until', type: 'date' },
  { name: 'externalId', label: 'External id', hint: 'With its source, such as cobi:550e…' },
];

/** What the list is asked for now, and how to ask for something else. */
export function useCustomerFilters() {
  const navigate = useNavigate({ from: '/customers' });
  const open = useSearch({ from: '/customers' });
  const personal = useRouterState({ select: ({ location }) => location.state.personal }) ?? {};
  const setOpen = (name: keyof OpenFilters, value: string | undefined): void => {
    void navigate({ search: (before) => defined({ ...before, [name]: value }), state: (before) => before });
  };
  const setPersonal = (name: keyof PersonalFilters, value: string | undefined): void => {
    void navigate({
      search: (before) => before,
      state: (before) => ({ ...before, personal: defined({ ...before.personal, [name]: value }) }),
      replace: true,
    });
  };
  const clear = (): void => void navigate({ search: {}, state: { personal: {} } });
  const filters: CustomerFilters = { ...open, ...personal };
  return { filters, setOpen, setPersonal, clear };
}

function defined<T extends object>(filters: T): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== '')) as T;
}

type FilterBarProps = Omit<ReturnType<typeof useCustomerFilters>, 'clear'>;

export function FilterBar({ filters, setOpen, setPersonal }: FilterBarProps) {
  return (
    <div>
      <SearchField q={filters.q ?? ''} onSearch={(q) => setPersonal('q', q)} />
      <Group gap={6} mt="xs">
        {OPEN_FILTERS.map((filter) => (
          <FilterChip key={filter.name} filter={filter} value={filters[filter.name]} onChange={(value) => setOpen(filter.name, value)} />
        ))}
        {PERSONAL_FILTERS.map((filter) => (
          <FilterChip
            key={filter.name}
            filter={filter}
            value={filters[filter.name]}
            onChange={(value) => setPersonal(filter.name, value)}
          />
        ))}
      </Group>
    </div>
  );
}

function SearchField({ q, onSearch }: { readonly q: string; readonly onSearch: (q: string) => void }) {
  const [text, setText] = useState(q);
  const asked = useRef(q);
  const router = useRouter();
  const search = useDebouncedCallback((next: string) => {
    asked.current = next;
    onSearch(next);
  }, TYPING_MS);
  useEffect(() => {
    // What was asked for here is what stands in the field, or somebody has typed on since.
    if (q === asked.current) return;
    asked.current = q;
    search.cancel();
    setText(q);
  }, [q, search]);
  // Whoever opened somebody before the search began is on the way to another page, and is not to be called back from there.
  useEffect(() => router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && search.cancel()), [router, search]);
  return (
    <TextInput
      type="search"
      aria-label="Search customers"
      placeholder="An id or its beginning, a street, city or postal code, a birth date …"
      leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
      maw={560}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value.trim());
      }}
    />
  );
}
