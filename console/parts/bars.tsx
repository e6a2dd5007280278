// Counts as bars with their figures: each leads to the list behind it.

import { Link } from '@tanstack/react-router';
import { Text, VisuallyHidden } from '@mantine/core';
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
      {bars.map((bar) => (
        <li key={bar.label} className={classes['row']}>
          {bar.to ? (
            <Link {...bar.to} className={`${classes['bar']} ${classes['open']}`}>
              <Drawn bar={bar} most={most} />
            </Link>
          ) : (
            <span className={classes['bar']}>
              <Drawn bar={bar} most={most} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Drawn({ bar: { label, count, color }, most }: { readonly bar: Bar; readonly most: number }) {
  return (
    <>
      <span className={classes['name']}>{label}</span>
      <span className={classes['track']} aria-hidden>
        <span
          className={classes['fill']}
          style={{ width: `${(100 * count) / most}%`, ...(color !== undefined && { background: color }) }}
        />
      </span>
      {/* Read out as "GB: 12" and not as one word. */}
      <VisuallyHidden>: </VisuallyHidden>
      <span className={classes['count']}>{count.toLocaleString()}</span>
    </>
  );
}
