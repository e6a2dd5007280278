// The way from one thing back to the list that it is in: for who came from there as it was, with its filters and its place.

import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { isBehind } from './way-back.ts';
import type { LinkProps } from '@tanstack/react-router';
import type { MouseEvent } from 'react';

interface BackLinkProps {
  readonly to: NonNullable<LinkProps['to']>;
  /** What the list is called. */
  readonly children: string;
}

export function BackLink({ to, children }: BackLinkProps) {
  const { history } = useRouter();
  const goBack = (event: MouseEvent): void => {
    const opensElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (opensElsewhere || !isBehind(to, history)) return;
    event.preventDefault();
    history.back();
  };
  return (
    <Anchor component={Link} to={to} onClick={goBack} size="sm" mb="xs" display="inline-flex" className="back">
      <IconArrowLeft size={14} aria-hidden /> {children}
    </Anchor>
  );
}
