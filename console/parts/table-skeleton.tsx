// What stands where a list will be while it loads.

import { Skeleton, Stack } from '@mantine/core';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export function TableSkeleton() {
  return (
    <Stack gap={8} role="status" aria-label="Loading">
      {ROWS.map((row) => (
        <Skeleton key={row} height={33} radius="sm" />
      ))}
    </Stack>
  );
}
