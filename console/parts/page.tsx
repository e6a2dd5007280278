// A page: its heading, what one can do there, and its content in one width for all pages.

import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface PageProps {
  readonly title: string;
  /** What the window's title says where the heading says more. */
  readonly windowTitle?: string;
  readonly says?: ReactNode;
  /** Stands before the heading: where one came from. */
  readonly before?: ReactNode;
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, windowTitle = title, says, before, beside, actions, children }: PageProps) {
  useDocumentTitle(`${windowTitle} · Clientele`);
  return (
    <Box className={classes['page']}>
      {before}
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <div className={classes['heading']}>
          <Group gap="sm">
            <Title order={1}>{title}</Title>
            {beside}
          </Group>
          {says !== undefined && (
            <Text c="dimmed" size="md" mt={4} component="div">
              {says}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
