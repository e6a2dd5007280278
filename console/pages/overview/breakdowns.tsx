// Customers by where they are, who tells of them, how old they are and what they agreed to; rejections by what is wrong.

import { SimpleGrid } from '@mantine/core';
import { Bars } from '../../parts/bars.tsx';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { sourceColor } from '../../parts/badges.tsx';
import type { Bar } from '../../parts/bars.tsx';
import type { OpenFilters } from '../../api/customers.ts';
import type { Stats } from '../../api/overview.ts';

const SHOWN_MAX = 10;

type Counted = readonly { readonly value: string | null; readonly count: number }[];

export function Breakdowns({ stats: { customers } }: { readonly stats: Stats }) {
  if (!customers) return <TableSkeleton />;
  const { byCountry, byGender, bySource, byMarketing, bySms, byAge, byRejectionCode } = customers;
  const codes = barsOf(byRejectionCode, (code) => ({ to: '/rejections', search: { code } }));
  const sources = barsOf(bySource, (source) => activeWith({ source })).map((bar) => ({ ...bar, color: sourceColor(bar.label) }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      <Breakdown title="By country" bars={barsOf(byCountry, (country) => activeWith({ country }))} />
      <Breakdown title="By source" bars={sources} />
      <Breakdown title="By age" bars={barsOf(byAge, bornFor)} />
      <Breakdown title="By gender" bars={barsOf(byGender, (gender) => activeWith({ gender }))} />
      <Breakdown title="Consents" bars={[...consentsOf('marketing', byMarketing), ...consentsOf('sms', bySms)]} />
      <Breakdown title="Open rejections by issue" bars={codes} ifNone="Nothing waits to be mended." />
    </SimpleGrid>
  );
}

interface BreakdownProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly ifNone?: string;
}

function Breakdown({ title, bars, ifNone = 'Nobody yet.' }: BreakdownProps) {
  return (
    <Section title={title}>
      <Bars label={title} bars={bars} ifNone={ifNone} />
    </Section>
  );
}

const CHANNELS = { marketing: 'Marketing', sms: 'SMS' } as const;

function consentsOf(channel: keyof typeof CHANNELS, counted: Counted): Bar[] {
  const bars = barsOf(counted, (state) => activeWith({ consent: `${channel}:${state}` }));
  return bars.map((bar) => ({ ...bar, label: `${CHANNELS[channel]}: ${bar.label}` }));
}

/** The most frequent values, and the others as one bar; what is not known has no list. */
function barsOf(counted: Counted, linkTo: (value: string) => Bar['to']): Bar[] {
  const shown = counted.slice(0, SHOWN_MAX).map(({ value, count }) => {
    const to = value === null ? undefined : linkTo(value);
    return { label: value?.replaceAll('_', ' ') ?? 'not known', count, ...(to && { to }) };
  });
  const others = counted.slice(SHOWN_MAX);
  if (others.length === 0) return shown;
  return [...shown, { label: `${others.length} others`, count: others.reduce((sum, { count }) => sum + count, 0) }];
}

/** What is counted are active customers. */
function activeWith(search: OpenFilters): Bar['to'] {
  return { to: '/customers', search: { status: 'active', ...search } };
}

/** Ages as births, which stay out of the address. */
function bornFor(age: string): Bar['to'] {
  const [youngest = 0, oldest] = (age.match(/\d+/g) ?? []).map(Number);
  const birthDateTo = yearsAgo(youngest, 0);
  const personal = oldest === undefined ? { birthDateTo } : { birthDateFrom: yearsAgo(oldest + 1, 1), birthDateTo };
  return { to: '/customers', search: { status: 'active' }, state: { personal } };
}

/** The day that many years ago, and some days later. */
function yearsAgo(years: number, daysLater: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), now.getUTCDate() + daysLater)).toISOString().slice(0, 10);
}
