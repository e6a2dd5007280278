// A form in a dialog: its fields, what the registry said against it, and the two ways out.

import { Button, Group, Modal, Stack } from '@mantine/core';
import { GRAVE } from '../theme.ts';
import { ProblemAlert } from './problem-alert.tsx';
import type { FormEvent, ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'md' | 'lg';
  readonly children: ReactNode;
}

/** What is inside starts anew each time the dialog opens. */
export function Dialog({ title, isOpen, onClose, size = 'md', children }: DialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size}>
      {children}
    </Modal>
  );
}

interface DialogFormProps {
  /** What the button says that does it. */
  readonly verb: string;
  readonly isGrave?: boolean;
  readonly isPending: boolean;
  readonly problem: Error | null;
  readonly onSubmit: (form: FormData) => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function DialogForm({ verb, isGrave = false, isPending, problem, onSubmit, onCancel, children }: DialogFormProps) {
  return (
    <form onSubmit={submitting(onSubmit)}>
      <Stack>
        {children}
        {problem && <ProblemAlert problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} {...(isGrave && { color: GRAVE })}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Gives what is in the form's fields, and leaves it there: a form's `action` would empty them even where the registry refuses. */
export function submitting(onSubmit: (form: FormData) => void) {
  return (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
}
