// Small marks: the state of a thing, and the source of a value. Colour never says anything that the text does not.

import type { ReactNode } from 'react';
import classes from './parts.module.css';

export type Tone = 'neutral' | 'good' | 'bad' | 'warn' | 'info';

const TONES: Readonly<Record<string, Tone>> = {
  active: 'good',
  complete: 'good',
  created: 'good',
  delivered: 'good',
  done: 'good',
  finished: 'good',
  granted: 'good',
  succeeded: 'good',
  canceled: 'neutral',
  deleted: 'neutral',
  not_stated: 'neutral',
  removed: 'neutral',
  undone: 'neutral',
  closed: 'neutral',
  updated: 'info',
  running: 'info',
  checking: 'info',
  uploading: 'info',
  frozen: 'warn',
  paused: 'warn',
  pending: 'warn',
  retrying: 'warn',
  stale: 'warn',
  waiting: 'warn',
  cut: 'bad',
  disabled: 'bad',
  failed: 'bad',
  open: 'bad',
  refused: 'bad',
  rejected: 'bad',
};

export function Badge({
  tone = 'neutral',
  children,
  title,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly title?: string;
}) {
  return (
    <span className={classes['badge']} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

/** A state's name, coloured by what it means. */
export function StatusBadge({ status }: { readonly status: string }) {
  return <Badge tone={TONES[status] ?? 'neutral'}>{status.replaceAll('_', ' ')}</Badge>;
}

const SOURCE_COLORS = ['#4263eb', '#0b7285', '#a61e4d', '#5c940d', '#862e9c', '#d9480f', '#087f5b', '#364fc7'] as const;
const FIXED_COLORS: Readonly<Record<string, string>> = { cobi: '#4263eb', wasabi: '#5c940d', registry: '#862e9c' };

/** Where a value comes from; a source always has the same colour. */
export function SourceBadge({ source, title }: { readonly source: string; readonly title?: string }) {
  return (
    <span className={classes['badge']} title={title}>
      <span className={classes['dot']} style={{ background: sourceColor(source) }} aria-hidden />
      {source}
    </span>
  );
}

export function sourceColor(source: string): string {
  let sum = 0;
  for (const character of source) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return FIXED_COLORS[source] ?? SOURCE_COLORS[sum % SOURCE_COLORS.length] ?? SOURCE_COLORS[0];
}
