// Counts as bars with their figures: each leads to the list behind it.

import { Link } from '@tanstack/react-router';
import { Text } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import classes from './bars.module.css';

export interface Bar {
  readonly label: string;
  readonly count: number;
  readonly to?: Pick<LinkProps, 'to' | 'search' | 'state'>;
  readonly color?: string;
}

export function Bars({ label, bars, ifNone }: { readonly label: string; readonly bars: readonly Bar[]; readonly ifNone: string }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  if (bars.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {ifNone}
      </Text>
    );
  }
  return (
    <ul className={classes['bars']} aria-label={label}>
      {bars.map(({ label: name, count, to, color }) => (
        <li key={name} className={classes['bar']}>
          <span className={classes['name']}>
            {to ? (
              <Link {...to} className="link">
                {name}
              </Link>
            ) : (
              name
            )}
          </span>
          <span className={classes['track']} aria-hidden>
            <span
              className={classes['fill']}
              style={{ width: `${(100 * count) / most}%`, ...(color !== undefined && { background: color }) }}
            />
          </span>
          <span className={classes['count']}>{count.toLocaleString()}</span>
        </li>
      ))}
    </ul>
  );
}
