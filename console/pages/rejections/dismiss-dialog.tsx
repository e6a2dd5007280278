// Dismissing rejections asks for the reason, which is kept with them.

import { TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';

interface DismissDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly problem: Error | null;
  readonly onClose: () => void;
  readonly onDismiss: (reason: string) => void;
}

export function DismissDialog({ title, isOpen, isPending, problem, onClose, onDismiss }: DismissDialogProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <DialogForm
        verb="Dismiss"
        isGrave
        isPending={isPending}
        problem={problem}
        onSubmit={(form) => onDismiss(textIn(form, 'reason'))}
        onCancel={onClose}
      >
        <TextInput name="reason" label="Why they need no mending" maxLength={500} required withAsterisk={false} data-autofocus />
      </DialogForm>
    </Dialog>
  );
}
