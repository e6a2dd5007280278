// What another format cannot hold of a record, and what it had to make up.

import { Text } from '@mantine/core';
import { Badge } from './badges.tsx';
import type { Loss } from '../../src/formats/index.ts';
import classes from './parts.module.css';

const TONES = { dropped: 'bad', narrowed: 'warn', invented: 'info' } as const;

export function Losses({ losses, format }: { readonly losses: readonly Loss[]; readonly format: string }) {
  if (losses.length === 0) return <Text size="sm">Nothing is lost: {format} holds all of it.</Text>;
  return (
    <ul className={classes['losses']} aria-label={`Lost in ${format}`}>
      {losses.map(({ kind, pointer, reason }) => (
        <li key={`${kind} ${pointer} ${reason}`}>
          <Badge tone={TONES[kind]}>{kind}</Badge> <code className="mono">{pointer}</code> {reason}
        </li>
      ))}
    </ul>
  );
}
