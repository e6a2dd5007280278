// The people who may enter the account, each by a username and password of their own.

import { Button, Group, Text, TextInput } from '@mantine/core';
import { PasswordForOthers } from '../../parts/password-for-others.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '../../parts/badges.tsx';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { FoundTable } from '../../parts/found-table.tsx';
import { ListHead } from '../../parts/list-head.tsx';
import { loginsQuery, useAddLogin, useRemoveLogin } from '../../api/logins.ts';
import { say } from '../../parts/say.ts';
import { textIn } from '../../parts/form-text.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { useSelf } from '../../api/session.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { Column } from '../../parts/columns.ts';
import type { Login } from '../../api/logins.ts';

export function People() {
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Login | null>(null);
  const close = (): void => {
    setAdding(false);
    setLeaving(null);
  };
  return (
    <>
      <ListHead
        says="Each has a login of their own, so that the audit log can say who did what. Each may do all that the account may."
        actions={<Button onClick={() => setAdding(true)}>Add a person</Button>}
      />
      <LoginList onRemove={setLeaving} />
      <Dialog title="Add a person" isOpen={isAdding} onClose={close}>
        <AddLogin onClose={close} />
      </Dialog>
      <Dialog title="Remove a person" isOpen={leaving !== null} onClose={close}>
        {leaving && <RemoveLogin login={leaving} onClose={close} />}
      </Dialog>
    </>
  );
}

function LoginList({ onRemove }: { readonly onRemove: (login: Login) => void }) {
  // Who sees this is one of them: there is never nobody.
  return (
    <FoundTable label="People" query={useInfiniteQuery(loginsQuery)} columns={columns(onRemove)} keyOf={({ id }) => id} ifNone={null} />
  );
}

function columns(onRemove: (login: Login) => void): Column<Login>[] {
  return [
    { id: 'username', title: 'Username', width: 320, cell: (login) => <Name login={login} /> },
    { id: 'createdAt', title: 'Added', width: 180, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    {
      id: 'steps',
      title: '',
      width: 130,
      cell: (login) =>
        !login.isOwn && (
          <Button
            variant="subtle"
            color="red"
            c="var(--mantine-color-error)"
            size="compact-sm"
            onClick={() => onRemove(login)}
            aria-label={`Remove ${login.username}`}
          >
            Remove …
          </Button>
        ),
      align: 'right',
    },
  ];
}

function Name({ login: { id, username, isOwn } }: { readonly login: Login }) {
  const { login: self } = useSelf();
  return (
    <Group gap={6} wrap="nowrap">
      <ValueText value={username} isCut />
      {isOwn && <Badge title="It has the account’s username and stays as long as the account.">the account’s own</Badge>}
      {self?.id === id && <Badge tone="info">you</Badge>}
    </Group>
  );
}

function AddLogin({ onClose }: { readonly onClose: () => void }) {
  const add = useAddLogin();
  const submit = (form: FormData): void => {
    const login = { username: textIn(form, 'username').trim(), password: textIn(form, 'password') };
    add.mutate(login, {
      onSuccess: () => {
        onClose();
        say('They can log in now. Tell them to set a password of their own.');
      },
    });
  };
  return (
    <DialogForm verb="Add" isPending={add.isPending} problem={add.error} onSubmit={submit} onCancel={onClose}>
      <TextInput
        name="username"
        label="Username"
        description="Nobody else in the registry may have it."
        maxLength={255}
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
      />
      <PasswordForOthers label="First password" />
    </DialogForm>
  );
}

function RemoveLogin({ login, onClose }: { readonly login: Login; readonly onClose: () => void }) {
  const remove = useRemoveLogin(login.id);
  const submit = (): void => {
    remove.mutate(undefined, {
      onSuccess: () => {
        onClose();
        say('They cannot log in any more.');
      },
    });
  };
  return (
    <DialogForm verb="Remove" isGrave isPending={remove.isPending} problem={remove.error} onSubmit={submit} onCancel={onClose}>
      <Text size="sm">
        “{login.username}” is logged out at once and cannot log in again. Access keys are the account’s and stay: revoke those they know.
      </Text>
    </DialogForm>
  );
}
