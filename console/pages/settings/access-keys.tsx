// The account's access keys: what programs come in with.

import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accessKeysQuery } from '../../api/access-keys.ts';
import { CreateKey, EditKey, RevokeKey, RotateKey } from './key-dialogs.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Dialog } from '../../parts/dialog-form.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { keyColumns } from './key-columns.tsx';
import { ListHead } from '../../parts/list-head.tsx';
import { Pages } from '../../parts/pages.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { SecretDialog } from '../../parts/secret-dialog.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
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
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(accessKeysQuery);
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (isPending) return <TableSkeleton />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconKey} title="No access keys yet">
        Create one for each program that sends or reads records, so that it can be told from the others and ended alone.
      </EmptyState>
    );
  }
  return (
    <div>
      <DataTable label="Access keys" columns={keyColumns(onStep)} rows={rows} keyOf={({ id }) => id} />
      {hasNextPage && <Pages shown={rows.length} hasMore isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </div>
  );
}
