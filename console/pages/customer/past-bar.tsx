// A customer on any past day: as it was true then by what is known today, or as it was known then.

import { Button, Checkbox, Group, Paper, Slider, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { dayText } from '../../parts/time-text.tsx';
import { historyQuery } from '../../api/customers.ts';
import type { HistoryEntry, Past } from '../../api/customers.ts';

const DAY_MS = 86_400_000;

export function PastBar({ id, past }: { readonly id: string; readonly past: Past }) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useInfiniteQuery(historyQuery(id));
  const navigate = useNavigate({ from: '/customers/$id' });
  const entries = data?.pages.flatMap((page) => page.data) ?? [];
  const isPast = past.asOf !== undefined || past.knownAt !== undefined;
  const go = ({ asOf, knownAt }: Past): void => {
    const moments = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
    void navigate({ search: ({ tab }) => ({ ...(tab !== undefined && { tab }), ...moments }), replace: true });
  };
  if (!isOpen && !isPast) {
    return (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        mb="sm"
        leftSection={<IconHistory size={15} stroke={1.5} aria-hidden />}
        onClick={() => setOpen(true)}
        disabled={entries.length === 0}
      >
        Show a past day
      </Button>
    );
  }
  return (
    <DayPicker
      entries={entries}
      past={past}
      onGo={go}
      onClose={() => {
        setOpen(false);
        go({});
      }}
    />
  );
}

interface DayPickerProps {
  readonly entries: readonly HistoryEntry[];
  readonly past: Past;
  readonly onGo: (past: Past) => void;
  readonly onClose: () => void;
}

function DayPicker({ entries, past, onGo, onClose }: DayPickerProps) {
  const { first, last, marks } = daysOf(entries);
  const at = past.asOf ?? past.knownAt;
  const shown = at === undefined ? last : dayNumber(at);
  // Where the slider was put, until the address says it too: keys come faster than that.
  const [sliding, setSliding] = useState<number | null>(null);
  useEffect(() => setSliding((day) => (day === shown ? null : day)), [shown]);
  const isKnownThen = past.knownAt !== undefined;
  const goTo = (day: number, knownThen: boolean): void => {
    const moment = `${dayOf(day)}T23:59:59.999999Z`;
    onGo(day >= last ? {} : { asOf: moment, ...(knownThen && { knownAt: moment }) });
  };
  return (
    <Paper withBorder p="md" mb="lg" role="group" aria-label="A past day">
      <Group justify="space-between" mb={4}>
        <Text fw={600} size="md" role="status">
          {at === undefined ? 'As of today' : `As of the end of ${dayText(dayOf(shown))} (UTC)${isKnownThen ? ', as known then' : ''}`}
        </Text>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          Back to now
        </Button>
      </Group>
      <Slider
        min={first}
        max={last}
        value={sliding ?? shown}
        onChange={setSliding}
        onChangeEnd={(day) => goTo(day, isKnownThen)}
        marks={marks.map((value) => ({ value }))}
        label={(day) => dayText(dayOf(day))}
        thumbLabel="Day"
        mt={36}
        mb="sm"
      />
      <Checkbox
        label="As known then: leave out what arrived later about that time"
        checked={isKnownThen}
        disabled={at === undefined}
        onChange={({ currentTarget }) => goTo(shown, currentTarget.checked)}
      />
    </Paper>
  );
}

/** From the day before the first change to today; marks are days on which something became true. */
function daysOf(entries: readonly HistoryEntry[]): { first: number; last: number; marks: number[] } {
  const last = Math.floor(Date.now() / DAY_MS);
  const days = entries.map(({ trueAt, knownAt }) => dayNumber(trueAt ?? knownAt)).filter((day) => day <= last);
  return { first: Math.min(last - 1, ...days), last, marks: [...new Set(days)] };
}

/** Days of UTC since 1970. */
function dayNumber(time: string): number {
  return Math.floor(Date.parse(time) / DAY_MS);
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
