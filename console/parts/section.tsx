// A part of a page with a heading of its own, in a frame.

import { Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface SectionProps {
  readonly title: string;
  readonly says?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, says, actions, children }: SectionProps) {
  return (
    <Paper component="section" withBorder className={classes['section']} aria-label={title}>
      <Group justify="space-between" align="flex-start" mb="sm" gap="xs">
        <div>
          <Title order={2}>{title}</Title>
          {says !== undefined && (
            <Text c="dimmed" size="sm" component="div">
              {says}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
