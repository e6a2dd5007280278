// Another password for an account's own login, for people who have lost theirs.

import { Button, Text } from '@mantine/core';
import { PasswordForOthers } from '../../parts/password-for-others.tsx';
import { useDisclosure } from '@mantine/hooks';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { say } from '../../parts/say.ts';
import { textIn } from '../../parts/form-text.ts';
import { useSetPassword } from '../../api/accounts.ts';
import type { Account } from '../../api/accounts.ts';

export function SetPassword({ account }: { readonly account: Account }) {
  const [isOpen, dialog] = useDisclosure();
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        Set password …
      </Button>
      <Dialog title="Set another password" isOpen={isOpen} onClose={dialog.close}>
        <PasswordForm account={account} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function PasswordForm({ account: { id, username }, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const set = useSetPassword(id);
  const submit = (form: FormData): void => {
    set.mutate(textIn(form, 'password'), {
      onSuccess: () => {
        onClose();
        say('The password is set. Tell it to its people.');
      },
    });
  };
  return (
    <DialogForm verb="Set password" isPending={set.isPending} problem={set.error} onSubmit={submit} onCancel={onClose}>
      <Text size="sm">Whoever is logged in as “{username}” is logged out at once. Other people’s logins and the access keys stay.</Text>
      <PasswordForOthers label="New password" isFirst />
    </DialogForm>
  );
}
