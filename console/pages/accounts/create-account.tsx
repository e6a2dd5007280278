// A new account, with the login that its people enter with at first.

import { TextInput } from '@mantine/core';
import { PasswordForOthers } from '../../parts/password-for-others.tsx';
import { DialogForm } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useCreateAccount } from '../../api/accounts.ts';
import type { Account, NewAccount } from '../../api/accounts.ts';

interface CreateAccountProps {
  readonly onMade: (account: Account) => void;
  readonly onCancel: () => void;
}

export function CreateAccount({ onMade, onCancel }: CreateAccountProps) {
  const create = useCreateAccount();
  return (
    <DialogForm
      verb="Create account"
      isPending={create.isPending}
      problem={create.error}
      onSubmit={(form) => create.mutate(accountIn(form), { onSuccess: onMade })}
      onCancel={onCancel}
    >
      <TextInput
        name="name"
        label="Name"
        description="The organization’s."
        maxLength={1_024}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        name="username"
        label="Username"
        description="Of the account’s own login: unique in the registry, for ever."
        maxLength={255}
        autoComplete="off"
        required
        withAsterisk={false}
      />
      <PasswordForOthers label="First password" />
      <TextInput name="detail" label="Notes" maxLength={1_024} />
    </DialogForm>
  );
}

function accountIn(form: FormData): NewAccount {
  const text = (name: string): string => textIn(form, name).trim();
  return { name: text('name'), username: text('username'), password: textIn(form, 'password'), detail: text('detail') };
}
