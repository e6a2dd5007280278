// The account's access keys: what programs come in with.

import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accessKeysQuery } from '../../api/access-keys.ts';
import { CreateKey, EditKey, RevokeKey, RotateKey } from './key-dialogs.tsx';
import { Dialog } from '../../parts/dialog-form.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { keyColumns } from './key-columns.tsx';
import { ListHead } from '../../parts/list-head.tsx';
import { say } from '../../parts/say.ts';
import { SecretDialog } from '../../parts/secret-dialog.tsx';
import type { AccessKey } from '../../api/access-keys.ts';
import type { KeyStep } from './key-columns.tsx';

interface OpenStep {
  readonly step: KeyStep;
  readonly accessKey: AccessKey;
}

const TITLES: Readonly<Record<KeyStep, string>> = {
  edit: 'Change the access key',
  rotate: 'Rotate the access key',
  revoke: 'Revoke the access key',
};

export function AccessKeys() {
  const [isCreating, setCreating] = useState(false);
  const [open, setOpen] = useState<OpenStep | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = (): void => {
    setCreating(false);
    setOpen(null);
  };
  const showMade = ({ key }: AccessKey): void => {
    close();
    setSecret(key ?? null);
  };
  return (
    <>
      <ListHead
        says="Programs come in with them, each with permissions of its own."
        actions={<Button onClick={() => setCreating(true)}>Create key</Button>}
      />
      <KeyList onStep={(step, accessKey) => setOpen({ step, accessKey })} />
      <Dialog title="Create an access key" isOpen={isCreating} onClose={close}>
        <CreateKey onMade={showMade} onCancel={close} />
      </Dialog>
      <Dialog title={open ? TITLES[open.step] : ''} isOpen={open !== null} onClose={close}>
        {open && <StepForm {...open} onMade={showMade} onClose={close} />}
      </Dialog>
      <SecretDialog title="The new access key" what="access key" secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

interface StepFormProps extends OpenStep {
  readonly onMade: (key: AccessKey) => void;
  readonly onClose: () => void;
}

function StepForm({ step, accessKey, onMade, onClose }: StepFormProps) {
  const closeSaying = (words: string) => (): void => {
    onClose();
    say(words);
  };
  if (step === 'rotate') return <RotateKey accessKey={accessKey} onMade={onMade} onCancel={onClose} />;
  if (step === 'edit') return <EditKey accessKey={accessKey} onDone={closeSaying('The access key is changed.')} onCancel={onClose} />;
  return <RevokeKey accessKey={accessKey} onDone={closeSaying('The access key is revoked.')} onCancel={onClose} />;
}

function KeyList({ onStep }: { readonly onStep: (step: KeyStep, key: AccessKey) => void }) {
  return (
    <FoundTable
      label="Access keys"
      query={useInfiniteQuery(accessKeysQuery)}
      columns={keyColumns(onStep)}
      keyOf={({ id }) => id}
      ifNone={
        <EmptyState icon={IconKey} title="No access keys yet">
          Create one for each program that sends or reads records, so that it can be told from the others and ended alone.
        </EmptyState>
      }
    />
  );
}
