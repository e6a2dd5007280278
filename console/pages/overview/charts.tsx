// What was received and what changed, day by day.

import '@mantine/charts/styles.layer.css';
import { AreaChart, BarChart } from '@mantine/charts';
import { ANY_STATE } from '../../api/rejections.ts';
import { DayLink, walkBars } from './day-links.tsx';
import { daysUntilToday, OUTCOME_COLORS, OUTCOMES } from './outcome-colors.ts';
import { Section } from '../../parts/section.tsx';
import { Skeleton } from '@mantine/core';
import type { BarShapeProps } from 'recharts';
import type { LinkProps } from '@tanstack/react-router';
import type { Stats } from '../../api/overview.ts';

const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(`${day}T00:00:00Z`));
}

interface ChartProps {
  readonly stats: Stats;
  readonly days: number;
}

const HEIGHT = 220;
/** On a phone its six names take three lines. */
const ROOM_FOR_LEGEND = { base: 280, md: HEIGHT };
const WHOLE_NUMBERS = { allowDecimals: false, interval: 0, domain: [0, 'auto'] } as {
  allowDecimals: boolean;
  interval: number;
  domain: [number, 'auto'];
};
const SHAPE = {
  h: HEIGHT,
  dataKey: 'label',
  gridAxis: 'x',
  tickLine: 'none',
  withLegend: true,
  // In the order of the series, not of their names.
  legendProps: { verticalAlign: 'bottom', itemSorter: null },
  yAxisProps: WHOLE_NUMBERS,
} as const;
const NO_MOTION = { isAnimationActive: false } as const;

type Outcome = (typeof OUTCOMES)[number];

interface Received extends Partial<Record<Outcome, number>> {
  readonly day: string;
  readonly label: string;
}

export function ReceivedChart({ stats, days }: ChartProps) {
  const byDay = new Map(stats.received.map(({ day, outcomes }) => [day, outcomes]));
  const data = daysUntilToday(days).map((day): Received => ({ day, label: shortDay(day), ...byDay.get(day) }));
  const last = data.findLast((day) => OUTCOMES.some((name) => isLinked(day, name)));
  const stop = last && OUTCOMES.find((name) => isLinked(last, name));
  const shapeOf = (name: Outcome) => (bar: BarShapeProps) => {
    const received = bar.payload as Received;
    const label = `${received.label}: ${(received[name] ?? 0).toLocaleString()} ${name}`;
    return <DayLink bar={bar} label={label} to={listBehind(name, received.day)} isStop={received.day === last?.day && name === stop} />;
  };
  return (
    <Section title="Received by outcome" says="Each record once; a bar leads to what is behind it.">
      <BarChart
        {...SHAPE}
        h={ROOM_FOR_LEGEND}
        data={data}
        type="stacked"
        series={OUTCOMES.map((name) => ({ name, color: OUTCOME_COLORS[name] }))}
        barProps={({ name }) => ({ ...NO_MOTION, shape: shapeOf(name as Outcome) })}
        accessibilityLayer={false}
        onKeyDown={walkBars}
        role="group"
        aria-label="Records received by day and outcome"
      />
    </Section>
  );
}

function isLinked(received: Received, name: Outcome): boolean {
  return (received[name] ?? 0) > 0 && listBehind(name, received.day) !== undefined;
}

/** Records that said nothing new, or nothing that counts, changed nobody: there is no list of them. */
function listBehind(name: Outcome, day: string): Pick<LinkProps, 'to' | 'search'> | undefined {
  if (name === 'rejected') return { to: '/rejections', search: { day, state: ANY_STATE } };
  return name === 'created' || name === 'updated' ? { to: '/customers', search: { changedSince: day } } : undefined;
}

export function GrowthChart({ stats, days }: ChartProps) {
  const byDay = new Map(stats.growth.map((growth) => [growth.day, growth]));
  const span = daysUntilToday(days);
  const gainOf = (day: string): number => {
    const { created = 0, restored = 0, deleted = 0 } = byDay.get(day) ?? {};
    return created + restored - deleted;
  };
  // Backwards from the count of today, because the days before the span are not told.
  let after = stats.customers?.byStatus.find(({ value }) => value === 'active')?.count ?? 0;
  const data = span
    .toReversed()
    .map((day) => {
      const customers = Math.max(0, after);
      after -= gainOf(day);
      return { label: shortDay(day), customers };
    })
    .toReversed();
  if (!stats.customers) {
    return (
      <Section title="Active customers" says="They are being counted.">
        <Skeleton h={HEIGHT} radius="sm" role="status" aria-label="Loading" />
      </Section>
    );
  }
  return (
    <Section title="Active customers" says="At the end of each day.">
      <AreaChart
        {...SHAPE}
        withLegend={false}
        curveType="linear"
        data={data}
        series={[{ name: 'customers', color: 'indigo.6' }]}
        withDots={false}
        areaProps={NO_MOTION}
      />
    </Section>
  );
}
