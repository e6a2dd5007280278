// The end of a list that comes in pages: asks for the next one when its end comes into sight, and says how many are shown. What fails
// is told here; what was loaded stays in sight.

import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ProblemAlert } from './problem-alert.tsx';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';

export interface PagesProps {
  readonly shown: number;
  /** How many there are in all, where that is known. */
  readonly total?: { readonly value: number; readonly isExact: boolean } | undefined;
  readonly query: Omit<UseInfiniteQueryResult, 'data'>;
}

/** How far beyond the window the end of what was loaded is when more is asked for. */
const AHEAD = '600px';

export function Pages({ shown, total, query }: PagesProps) {
  const { error, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } = query;
  const end = useRef<HTMLDivElement>(null);
  // After a failure somebody says when to try again.
  const asksItself = hasNextPage && !isFetchingNextPage && error === null;
  useEffect(() => {
    if (!end.current || !asksItself) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && void fetchNextPage(), { rootMargin: AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
    // Another observer for each page: what one saw before its rows came tells nothing of where the end stands below them.
  }, [asksItself, fetchNextPage, shown]);
  return (
    <Stack ref={end} gap="sm" mt="sm">
      {error && <ProblemAlert problem={error} onRetry={() => void (isFetchNextPageError ? fetchNextPage() : refetch())} />}
      <Group justify="space-between" mih={36}>
        <Text size="sm" c="dimmed" role="status">
          {shown.toLocaleString()} shown{total ? ` of ${total.isExact ? '' : 'about '}${total.value.toLocaleString()}` : ''}
        </Text>
        {hasNextPage && (
          <Button variant="default" size="xs" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
            Load more
          </Button>
        )}
      </Group>
    </Stack>
  );
}
