// Dismissing rejections asks for the reason, which is kept with them.

import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { textIn } from '../../parts/form-text.ts';

interface DismissDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onDismiss: (reason: string) => void;
}

export function DismissDialog({ title, isOpen, isPending, onClose, onDismiss }: DismissDialogProps) {
  const submit = (form: FormData): void => onDismiss(textIn(form, 'reason'));
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form action={submit}>
        <Stack>
          <TextInput name="reason" label="Why they need no mending" maxLength={500} required withAsterisk={false} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={isPending}>
              Dismiss
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
