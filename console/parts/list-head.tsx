// What stands above a list that fills a tab: what it is, and what one can do there.

import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface ListHeadProps {
  readonly says: ReactNode;
  readonly actions: ReactNode;
}

export function ListHead({ says, actions }: ListHeadProps) {
  return (
    <Group justify="space-between" gap="md" mb="md">
      <Text size="md" c="dimmed" flex="1 1 320px">
        {says}
      </Text>
      {actions}
    </Group>
  );
}
