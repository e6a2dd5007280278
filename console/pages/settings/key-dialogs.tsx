// Making, changing, rotating and revoking an access key.

import { NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountQuery } from '../../api/accounts.ts';
import { DialogForm } from '../../parts/dialog-form.tsx';
import { namesOf, permissionsQuery, useChangeKey, useCreateKey, useRevokeKey, useRotateKey } from '../../api/access-keys.ts';
import { PermissionChoice } from '../../parts/permission-choice.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { startOfDay } from '../../api/day.ts';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useSelf } from '../../api/session.ts';
import type { AccessKey, KeyMembers, PermissionName } from '../../api/access-keys.ts';

const HOUR_SECONDS = 3_600;
const OVERLAPS = [
  { value: '0', label: 'At once' },
  { value: String(HOUR_SECONDS), label: 'After an hour' },
  { value: String(24 * HOUR_SECONDS), label: 'After a day' },
  { value: String(7 * 24 * HOUR_SECONDS), label: 'After 7 days' },
  { value: String(30 * 24 * HOUR_SECONDS), label: 'After 30 days' },
];

interface CreateKeyProps {
  readonly onMade: (key: AccessKey) => void;
  readonly onCancel: () => void;
}

/** Begins with the permissions that the account has set for new keys. */
export function CreateKey(props: CreateKeyProps) {
  const { account } = useSelf();
  const own = useQuery(accountQuery(account.id));
  const known = useQuery(permissionsQuery);
  const problem = own.error ?? known.error;
  if (problem) return <ProblemAlert problem={problem} />;
  if (!own.data || !known.data) return <TableSkeleton />;
  return <CreateKeyForm {...props} preset={namesOf(own.data.permission_ids, known.data)} />;
}

function CreateKeyForm({ onMade, onCancel, preset }: CreateKeyProps & { readonly preset: PermissionName[] }) {
  const create = useCreateKey();
  const [permissions, setPermissions] = useState(preset);
  return (
    <DialogForm
      verb="Create key"
      isPending={create.isPending}
      problem={create.error}
      onSubmit={(form) => create.mutate({ ...membersIn(form), permissions }, { onSuccess: onMade })}
      onCancel={onCancel}
    >
      <KeyFields permissions={permissions} onPermissions={setPermissions} />
    </DialogForm>
  );
}

interface OneKeyProps {
  readonly accessKey: AccessKey;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function EditKey({ accessKey, onDone, onCancel }: OneKeyProps) {
  const change = useChangeKey(accessKey.id);
  const [permissions, setPermissions] = useState<PermissionName[]>(accessKey.permissions);
  return (
    <DialogForm
      verb="Save"
      isPending={change.isPending}
      problem={change.error}
      onSubmit={(form) => change.mutate({ ...membersIn(form), permissions }, { onSuccess: onDone })}
      onCancel={onCancel}
    >
      <KeyFields accessKey={accessKey} permissions={permissions} onPermissions={setPermissions} />
    </DialogForm>
  );
}

interface KeyFieldsProps {
  readonly accessKey?: AccessKey;
  readonly permissions: PermissionName[];
  readonly onPermissions: (permissions: PermissionName[]) => void;
}

function KeyFields({ accessKey, permissions, onPermissions }: KeyFieldsProps) {
  const end = accessKey?.expiresAt;
  return (
    <Stack>
      <TextInput
        name="name"
        label="Name"
        description="Who or what uses it; the audit log says it."
        defaultValue={accessKey?.name}
        maxLength={255}
        required
        withAsterisk={false}
        autoFocus
      />
      <Textarea name="detail" label="Notes" defaultValue={accessKey?.detail} maxLength={1_024} autosize minRows={1} />
      <TextInput
        name="lastDay"
        type="date"
        label="Last day"
        description="Until the end of this day the key opens. Empty: it has no end."
        min={localDay(new Date())}
        defaultValue={end ? localDay(new Date(end)) : ''}
        maw={220}
      />
      <PermissionChoice
        label="Permissions"
        description="What the key may do; at most what you may do yourself."
        chosen={permissions}
        onChange={onPermissions}
      />
    </Stack>
  );
}

interface RotateKeyProps {
  readonly accessKey: AccessKey;
  readonly onMade: (key: AccessKey) => void;
  readonly onCancel: () => void;
}

export function RotateKey({ accessKey, onMade, onCancel }: RotateKeyProps) {
  const rotate = useRotateKey(accessKey.id);
  return (
    <DialogForm
      verb="Rotate"
      isPending={rotate.isPending}
      problem={rotate.error}
      onSubmit={(form) => rotate.mutate(Number(textIn(form, 'overlap')), { onSuccess: onMade })}
      onCancel={onCancel}
    >
      <Text size="sm">
        A new key is made that may do the same as “{accessKey.name}”. Both open until the old one ends, so that nothing stops while you
        replace it.
      </Text>
      <NativeSelect name="overlap" label="The old key ends" data={OVERLAPS} defaultValue={String(24 * HOUR_SECONDS)} />
    </DialogForm>
  );
}

export function RevokeKey({ accessKey, onDone, onCancel }: OneKeyProps) {
  const revoke = useRevokeKey(accessKey.id);
  return (
    <DialogForm
      verb="Revoke"
      isGrave
      isPending={revoke.isPending}
      problem={revoke.error}
      onSubmit={() => revoke.mutate(undefined, { onSuccess: onDone })}
      onCancel={onCancel}
    >
      <Text size="sm">
        Whoever uses “{accessKey.name}” is refused from the next request on. This cannot be taken back: a new key would be another one.
      </Text>
    </DialogForm>
  );
}

function membersIn(form: FormData): KeyMembers {
  const day = textIn(form, 'lastDay');
  return { name: textIn(form, 'name').trim(), detail: textIn(form, 'detail').trim(), expiresAt: day === '' ? null : endOf(day) };
}

/** The last moment of a day here: it shows as that day again. */
function endOf(day: string): string {
  return new Date(Date.parse(startOfDay(day, 1)) - 1).toISOString();
}

function localDay(moment: Date): string {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
