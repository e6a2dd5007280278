// The secrets that sign deliveries: shown when somebody asks, and rotated with a time in which the old one signs, too.

import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { CopyText } from '../../parts/copy-text.tsx';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { secretsQuery, useRotateSecret } from '../../api/webhooks.ts';
import { Section } from '../../parts/section.tsx';
import { textIn } from '../../parts/form-text.ts';
import { TimeText } from '../../parts/time-text.tsx';

const OVERLAPS = [
  { value: '86400', label: 'one day more' },
  { value: '604800', label: 'one week more' },
  { value: '3600', label: 'one hour more' },
  { value: '0', label: 'no longer: it has leaked' },
];

export function Secrets() {
  const [isShown, shown] = useDisclosure();
  const [isRotating, dialog] = useDisclosure();
  return (
    <Section
      title="Signing secret"
      says="With it the receiver proves that a delivery comes from here (Standard Webhooks)."
      actions={
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={shown.toggle}>
            {isShown ? 'Hide' : 'Show'}
          </Button>
          <Button variant="default" size="xs" onClick={dialog.open}>
            Rotate …
          </Button>
        </Group>
      }
    >
      {isShown ? <Shown /> : <Text size="sm">whsec_••••••••••••</Text>}
      <Dialog title="Make a new secret" isOpen={isRotating} onClose={dialog.close}>
        <RotateForm
          onDone={() => {
            shown.open();
            dialog.close();
          }}
          onCancel={dialog.close}
        />
      </Dialog>
    </Section>
  );
}

function Shown() {
  const { data: secrets = [], error } = useQuery(secretsQuery);
  if (error) return <ProblemAlert problem={error} />;
  return (
    <Stack gap={6}>
      {secrets.map(({ secret, expiresAt }) => (
        <div key={secret}>
          <CopyText value={secret} what="secret" />
          <Text size="xs" c="dimmed">
            {expiresAt === null ? (
              'signs every delivery'
            ) : (
              <>
                signs as well until <TimeText at={expiresAt} />
              </>
            )}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

function RotateForm({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel: () => void }) {
  const rotate = useRotateSecret();
  return (
    <DialogForm
      verb="Make a new secret"
      isPending={rotate.isPending}
      problem={rotate.error}
      onSubmit={(form) => rotate.mutate(Number(textIn(form, 'overlap')), { onSuccess: onDone })}
      onCancel={onCancel}
    >
      <Select name="overlap" label="The secret of now signs beside it for" data={OVERLAPS} defaultValue="86400" />
    </DialogForm>
  );
}
