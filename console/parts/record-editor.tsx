// A record as text to write in, with the place of every issue marked behind the letters.

import { Text } from '@mantine/core';
import { useId } from 'react';
import { markedPieces } from './json-text.tsx';
import type { Mark } from './json-text.tsx';
import classes from './editor.module.css';

interface RecordEditorProps {
  readonly label: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
}

export function RecordEditor({ label, text, marks, onChange, placeholder }: RecordEditorProps) {
  const id = useId();
  return (
    <div className={classes['field']}>
      <Text component="label" htmlFor={id} size="sm" fw={500}>
        {label}
      </Text>
      <span className={classes['editor']}>
        <span className={classes['behind']} aria-hidden>
          {markedPieces(text, marks, (piece) => piece)}{' '}
        </span>
        <textarea
          id={id}
          className={classes['text']}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
        />
      </span>
    </div>
  );
}
