// Whether an account lets anybody in: freezing, deleting and recovering it, each with what it means.

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconLock, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { momentOf, useSettleAccount } from '../../api/accounts.ts';
import { say } from '../../parts/say.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { useSelf } from '../../api/session.ts';
import type { Account, StateStep } from '../../api/accounts.ts';

const STEPS = {
  freeze: {
    title: 'Freeze the account',
    verb: 'Freeze',
    meaning:
      'Its logins and access keys are refused and its webhook is silent from now on. Its records stay, and recovering it opens it again.',
    done: 'The account is frozen.',
  },
  delete: {
    title: 'Delete the account',
    verb: 'Delete',
    meaning:
      'Its logins and access keys are refused at once. Until its grace is over it can be recovered; then all its customers are purged for ever.',
    done: 'The account is deleted. It can be recovered from this page.',
  },
  recover: {
    title: 'Recover the account',
    verb: 'Recover',
    meaning: 'Its access keys open again at once, its people log in again, and its webhook goes on.',
    done: 'The account is active again.',
  },
} as const satisfies Record<StateStep, object>;

/** The steps that fit the account's state; one's own account is not shut by oneself. */
export function StateSteps({ account: { id, status } }: { readonly account: Account }) {
  const { account: own } = useSelf();
  const [step, setStep] = useState<StateStep | null>(null);
  const settle = useSettleAccount(id);
  const close = (): void => {
    setStep(null);
    settle.reset();
  };
  if (id === own.id) return null;
  const submit = (chosen: StateStep): void => {
    settle.mutate(chosen, {
      onSuccess: () => {
        close();
        say(STEPS[chosen].done);
      },
    });
  };
  return (
    <>
      {status === 'active' && <StepButton step="freeze" onStep={setStep} />}
      {status !== 'active' && <StepButton step="recover" onStep={setStep} />}
      {status !== 'deleted' && <StepButton step="delete" onStep={setStep} />}
      <Dialog title={step ? STEPS[step].title : ''} isOpen={step !== null} onClose={close}>
        {step && (
          <DialogForm
            verb={STEPS[step].verb}
            isGrave={step !== 'recover'}
            isPending={settle.isPending}
            problem={settle.error}
            onSubmit={() => submit(step)}
            onCancel={close}
          >
            <Text size="sm">{STEPS[step].meaning}</Text>
          </DialogForm>
        )}
      </Dialog>
    </>
  );
}

function StepButton({ step, onStep }: { readonly step: StateStep; readonly onStep: (step: StateStep) => void }) {
  return (
    <Button variant="default" onClick={() => onStep(step)}>
      {STEPS[step].verb} …
    </Button>
  );
}

/** Says on top of the page that the account lets nobody in, and for how long it can be recovered. */
export function ShutNotice({ account: { status, tm_deletion_scheduled: purge } }: { readonly account: Account }) {
  if (status === 'active') return null;
  const Icon = status === 'frozen' ? IconLock : IconTrash;
  return (
    <Alert color="yellow" variant="light" mb="lg" icon={<Icon size={18} aria-hidden />} role="status">
      {status === 'frozen' ? (
        'The account is frozen: it lets nobody in. Recover it to open it again.'
      ) : (
        <Group gap={4}>
          The account is deleted. It can be recovered until <TimeText at={momentOf(purge)} />.
        </Group>
      )}
    </Alert>
  );
}
