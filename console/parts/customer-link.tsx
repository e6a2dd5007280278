// A customer by the registry's id; it leads to all that is known of them.

import { Link } from '@tanstack/react-router';

interface CustomerLinkProps {
  readonly id: string | null;
  /** Only the beginning, where many stand in a table. */
  readonly isShort?: boolean;
}

export function CustomerLink({ id, isShort = false }: CustomerLinkProps) {
  if (id === null) return '–';
  return (
    <Link to="/customers/$id" params={{ id }} className="link mono" title={id}>
      {isShort ? `${id.slice(0, 8)}…` : id}
    </Link>
  );
}
