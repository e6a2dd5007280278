// The filters of a list that all stand in the address.

import { Group } from '@mantine/core';
import { FilterChip } from './filter-chip.tsx';
import type { Filter } from './filter-chip.tsx';

interface FilterRowProps {
  readonly filters: readonly Filter[];
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly onChange: (name: string, value: string | undefined) => void;
}

export function FilterRow({ filters, values, onChange }: FilterRowProps) {
  return (
    <Group gap={6} role="group" aria-label="Filters">
      {filters.map((filter) => (
        <FilterChip key={filter.name} filter={filter} value={values[filter.name]} onChange={(value) => onChange(filter.name, value)} />
      ))}
    </Group>
  );
}
