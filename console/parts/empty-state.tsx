// What a list shows when it is empty: why, and what to do about it.

import { Group, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      <Icon className={classes['emptyIcon']} size={32} stroke={1.3} aria-hidden />
      <Text fw={600} mt="xs">
        {title}
      </Text>
      <Text c="dimmed" size="md" mt={4} maw={520} mx="auto" component="div">
        {children}
      </Text>
      {actions !== undefined && (
        <Group justify="center" mt="md">
          {actions}
        </Group>
      )}
    </div>
  );
}
