// What was received and what changed, day by day.

import '@mantine/charts/styles.css';
import { AreaChart, BarChart } from '@mantine/charts';
import { daysUntilToday, OUTCOME_COLORS, OUTCOMES } from './outcome-colors.ts';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
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

export function ReceivedChart({ stats, days }: ChartProps) {
  const byDay = new Map(stats.received.map(({ day, outcomes }) => [day, outcomes]));
  const data = daysUntilToday(days).map((day) => ({ label: shortDay(day), ...byDay.get(day) }));
  return (
    <Section title="Received by outcome" says="Each record once, by what became of it.">
      <BarChart
        {...SHAPE}
        data={data}
        type="stacked"
        series={OUTCOMES.map((name) => ({ name, color: OUTCOME_COLORS[name] }))}
        barProps={NO_MOTION}
        aria-label="Records received by day and outcome"
      />
    </Section>
  );
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
        <TableSkeleton />
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
