// JSON as text, with the places of issues marked.

import { CopyButton, ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { placeOf } from './json-place.ts';
import { visible } from './value-text.tsx';
import type { ReactNode } from 'react';
import type { Slice } from '../../src/formats/json-skip.ts';
import classes from './parts.module.css';

interface MarkedIssue {
  readonly pointer: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface Mark {
  readonly pointer: string;
  readonly message: string;
  readonly isWarning?: boolean;
}

/** Where these issues are, with what they say. */
export function marksOf(issues: readonly MarkedIssue[]): Mark[] {
  return issues.map(({ pointer, message, severity }) => ({ pointer, message, isWarning: severity === 'warning' }));
}

interface JsonTextProps {
  readonly text: string;
  readonly label: string;
  readonly marks?: readonly Mark[];
}

export function JsonText({ text, label, marks = [] }: JsonTextProps) {
  return (
    <div className={classes['codeFrame']}>
      <pre className={classes['code']} tabIndex={0} role="region" aria-label={label}>
        {markedPieces(text, marks, visibleLines)}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon className={classes['codeCopy']} variant="default" size="sm" onClick={copy} aria-label="Copy the text">
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

interface Placed extends Mark {
  readonly place: Slice;
}

/** The text in pieces, those with an issue marked; of marks that overlap the first counts. */
export function markedPieces(text: string, marks: readonly Mark[], spell: (piece: string) => string): ReactNode[] {
  const placed = marks.flatMap((mark): Placed[] => {
    const place = placeOf(text, mark.pointer);
    return place ? [{ ...mark, place }] : [];
  });
  const shown: ReactNode[] = [];
  let at = 0;
  for (const { place, message, isWarning } of placed.toSorted((left, right) => left.place.start - right.place.start)) {
    if (place.start < at) continue;
    shown.push(spell(text.slice(at, place.start)));
    shown.push(
      <mark key={place.start} title={message} data-tone={isWarning ? 'warn' : undefined}>
        {spell(text.slice(place.start, place.end))}
      </mark>,
    );
    at = place.end;
  }
  return [...shown, spell(text.slice(at))];
}

/** Line ends and tabs stay what they are. */
function visibleLines(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((piece) => (piece === '\n' || piece === '\t' ? piece : visible(piece)))
    .join('');
}
