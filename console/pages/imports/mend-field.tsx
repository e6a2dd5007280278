// One cell of a rejected record: plain where nothing was wrong, else marked, with the fault below and a place to write.

import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FixWords } from '../../parts/issue-list.tsx';
import { isFixable } from '../../parts/json-mend.ts';
import { ValueText, visible } from '../../parts/value-text.tsx';
import type { MendCell } from './mend-rows.ts';
import type { ShownIssue } from '../../parts/issue-list.tsx';
import classes from './imports.module.css';

interface MendFieldProps {
  readonly label: string;
  /** Absent: the record states nothing here. */
  readonly cell: MendCell | undefined;
  /** Whether this is where the sent record failed: such a cell stays open once it is mended. */
  readonly wasFaulty: boolean;
  readonly onWrite: (words: string) => void;
  readonly onFix: (issue: ShownIssue) => void;
}

export function MendField({ label, cell, wasFaulty, onWrite, onFix }: MendFieldProps) {
  if (cell === undefined) return null;
  const { value, issues, isOpen } = cell;
  if (issues.length === 0 && !wasFaulty) return <ValueText value={value} isCut />;
  return (
    <div className={classes['faulty']} data-mended={issues.length === 0 || undefined}>
      {isOpen ? (
        <Written label={label} value={value ?? ''} isWrong={issues.length > 0} onWrite={onWrite} />
      ) : (
        <ValueText value={value} isCut />
      )}
      {issues.map((issue) => (
        <div key={issue.code}>
          <Text size="xs" className={classes['fault']}>
            {visible(issue.message)}
          </Text>
          {isFixable(issue) && (
            <Button variant="default" size="compact-xs" mt={4} onClick={() => onFix(issue)}>
              <FixWords issue={issue} />
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}

interface WrittenProps {
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onWrite: (words: string) => void;
}

/** Taken over when the cell is left or Enter is pressed: half a date is no new fault. */
function Written({ label, value, isWrong, onWrite }: WrittenProps) {
  const [words, setWords] = useState<string | null>(null);
  const take = (): void => {
    if (words !== null && words !== value) onWrite(words);
    setWords(null);
  };
  return (
    <TextInput
      aria-label={label}
      size="xs"
      miw={140}
      classNames={{ input: 'mono' }}
      value={words ?? value}
      error={isWrong}
      onChange={({ currentTarget }) => setWords(currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === 'Enter') take();
        if (key === 'Escape') setWords(null);
      }}
    />
  );
}
