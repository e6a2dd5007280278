// The way from one thing back to the list that it is in.

import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';

interface BackLinkProps {
  readonly to: NonNullable<LinkProps['to']>;
  /** What the list is called. */
  readonly children: string;
}

export function BackLink({ to, children }: BackLinkProps) {
  return (
    <Anchor component={Link} to={to} size="sm" mb="xs" display="inline-flex" className="back">
      <IconArrowLeft size={14} aria-hidden /> {children}
    </Anchor>
  );
}
