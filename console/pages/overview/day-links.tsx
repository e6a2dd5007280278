// The bars of a chart of days as links to the lists behind them. One stop of the Tab key for all, and arrows go from bar to bar: ninety
// days of outcomes are not to be tabbed through.

import { Link } from '@tanstack/react-router';
import { Rectangle } from 'recharts';
import type { BarShapeProps } from 'recharts';
import type { KeyboardEvent } from 'react';
import type { LinkProps } from '@tanstack/react-router';
import classes from './overview.module.css';

interface DayLinkProps {
  readonly bar: BarShapeProps;
  /** What the bar says: "21 Nov: 4 rejected". */
  readonly label: string;
  /** Absent: there is no list of these. */
  readonly to: Pick<LinkProps, 'to' | 'search'> | undefined;
  /** Whether Tab stops here. */
  readonly isStop: boolean;
}

export function DayLink({ bar, label, to, isStop }: DayLinkProps) {
  const shape = <Rectangle {...bar} />;
  if (!to || bar.height === 0) return shape;
  return (
    <Link {...to} className={classes['dayLink']} aria-label={label} tabIndex={isStop ? 0 : -1} draggable={false}>
      {shape}
    </Link>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** From the bar that has the focus to its neighbour, as they stand: by days, and of one day from the top. */
export function walkBars(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const links = [...event.currentTarget.querySelectorAll<SVGAElement>('svg a')].toSorted(asTheyStand);
  const at = links.findIndex((link) => link === document.activeElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}

function asTheyStand(one: SVGAElement, other: SVGAElement): number {
  const [left, right] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return left.x - right.x || left.y - right.y;
}
