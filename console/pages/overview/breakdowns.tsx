// Customers by where they are, who tells of them, how old they are and what they agreed to; rejections by what is wrong.

import { SimpleGrid } from '@mantine/core';
import { Bars } from '../../parts/bars.tsx';
import { Section } from '../../parts/section.tsx';
import { sourceColor } from '../../parts/badges.tsx';
import type { Bar } from '../../parts/bars.tsx';
import type { CustomerFilters } from '../../api/customers.ts';
import type { Stats } from '../../api/overview.ts';

const SHOWN_MAX = 10;

type Counted = readonly { readonly value: string | null; readonly count: number }[];

export function Breakdowns({ stats: { customers } }: { readonly stats: Stats }) {
  if (!customers) return null;
  const { byCountry, bySource, byMarketing, bySms, byAge, byRejectionCode } = customers;
  const codes = barsOf(byRejectionCode, (code) => ({ to: '/rejections', search: { code } }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      <Breakdown title="By country" bars={barsOf(byCountry, (country) => customersWith({ country }))} />
      <Breakdown
        title="By source"
        bars={barsOf(bySource, (source) => customersWith({ source })).map((bar) => ({ ...bar, color: sourceColor(bar.label) }))}
      />
      <Breakdown title="By age" bars={barsOf(byAge)} />
      <Breakdown title="Marketing consent" bars={barsOf(byMarketing, (state) => customersWith({ consent: `marketing:${state}` }))} />
      <Breakdown title="SMS consent" bars={barsOf(bySms, (state) => customersWith({ consent: `sms:${state}` }))} />
      <Breakdown title="Open rejections by issue" bars={codes} ifNone="Nothing waits to be mended." />
    </SimpleGrid>
  );
}

function Breakdown({
  title,
  bars,
  ifNone = 'Nobody yet.',
}: {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly ifNone?: string;
}) {
  return (
    <Section title={title}>
      <Bars label={title} bars={bars} ifNone={ifNone} />
    </Section>
  );
}

function barsOf(counted: Counted, linkTo?: (value: string) => Bar['to']): Bar[] {
  return counted.slice(0, SHOWN_MAX).map(({ value, count }) => {
    const to = value === null ? undefined : linkTo?.(value);
    return { label: value?.replaceAll('_', ' ') ?? 'not known', count, ...(to && { to }) };
  });
}

function customersWith(search: CustomerFilters): Bar['to'] {
  return { to: '/customers', search };
}
