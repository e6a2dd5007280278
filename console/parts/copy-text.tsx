// A value with a button that copies it.

import { ActionIcon, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { ValueText } from './value-text.tsx';

interface CopyTextProps {
  readonly value: string;
  /** What it is, for the button's name: "id". */
  readonly what: string;
}

export function CopyText({ value, what }: CopyTextProps) {
  return (
    <Group component="span" display="inline-flex" gap={4} wrap="nowrap" maw="100%">
      <ValueText value={value} isCode isCut />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy the ${what}`}>
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={copy} aria-label={`Copy the ${what}`}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
