// One filter of a list: a chip that opens to choose or write a value, and shows the value once there is one.

import { ActionIcon, Button, Group, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { visible } from './value-text.tsx';
import classes from './filters.module.css';

export interface Filter {
  readonly name: string;
  readonly label: string;
  /** Values to choose from; absent: any text. */
  readonly choices?: readonly string[];
  readonly type?: 'text' | 'date';
  readonly hint?: string;
}

interface FilterChipProps {
  readonly filter: Filter;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

export function FilterChip({ filter, value, onChange }: FilterChipProps) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const choose = (chosen: string | undefined): void => {
    onChange(chosen);
    close();
  };
  return (
    <Popover opened={isOpen} onChange={close} position="bottom-start" trapFocus returnFocus shadow="md">
      <span className={classes['chip']} data-active={value !== undefined || undefined}>
        {value !== undefined && (
          <ActionIcon
            size={16}
            variant="transparent"
            c="inherit"
            aria-label={`Remove the filter ${filter.label}`}
            onClick={() => onChange(undefined)}
          >
            <IconX size={12} aria-hidden />
          </ActionIcon>
        )}
        <Popover.Target>
          <UnstyledButton className={classes['open']} onClick={toggle}>
            {value === undefined && <IconPlus size={12} aria-hidden />}
            {filter.label}
            {value !== undefined && <bdi className={classes['value']}>{wordsOf(value)}</bdi>}
          </UnstyledButton>
        </Popover.Target>
      </span>
      <Popover.Dropdown p="xs">
        {filter.choices ? (
          <Choices choices={filter.choices} onChoose={choose} />
        ) : (
          <Written key={value} filter={filter} value={value} onChoose={choose} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ choices, onChoose }: { readonly choices: readonly string[]; readonly onChoose: (value: string) => void }) {
  return (
    <Stack gap={2}>
      {choices.map((choice) => (
        <UnstyledButton key={choice} className={classes['choice']} onClick={() => onChoose(choice)}>
          {wordsOf(choice)}
        </UnstyledButton>
      ))}
    </Stack>
  );
}

interface WrittenProps {
  readonly filter: Filter;
  readonly value: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

function Written({ filter: { label, type = 'text', hint }, value = '', onChoose }: WrittenProps) {
  const [text, setText] = useState(value);
  return (
    <form action={() => onChoose(text.trim() || undefined)}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={label}
          description={hint}
          type={type}
          size="sm"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" size="sm">
          Apply
        </Button>
      </Group>
    </form>
  );
}

/** `marketing:not_stated` as people read it. */
function wordsOf(value: string): string {
  return visible(value)
    .replaceAll('_', ' ')
    .replace(/^(marketing|sms):/, '$1 ');
}
