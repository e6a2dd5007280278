// The end of a list that comes in pages: asks for the next one when its end comes into sight, and says how many are shown.

import { Button, Group, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useIntersection } from '@mantine/hooks';

export interface PagesProps {
  readonly shown: number;
  /** How many there are in all, where that is known. */
  readonly total?: { readonly value: number; readonly isExact: boolean } | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

export function Pages({ shown, total, hasMore, isLoading, onMore }: PagesProps) {
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const isInSight = entry?.isIntersecting === true;
  useEffect(() => {
    if (isInSight && hasMore && !isLoading) onMore();
  }, [isInSight, hasMore, isLoading, onMore]);
  return (
    <Group ref={ref} justify="space-between" mt="sm" mih={36}>
      <Text size="sm" c="dimmed" role="status">
        {shown.toLocaleString()} shown{total ? ` of ${total.isExact ? '' : 'about '}${total.value.toLocaleString()}` : ''}
      </Text>
      {hasMore && (
        <Button variant="default" size="xs" onClick={onMore} loading={isLoading}>
          Load more
        </Button>
      )}
    </Group>
  );
}
