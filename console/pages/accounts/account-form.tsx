// What an account says of itself, to be changed: only what differs is sent.

import { Button, NativeSelect, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { submitting } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useChangeAccount } from '../../api/accounts.ts';
import type { Account, AccountChange } from '../../api/accounts.ts';

const METHODS = ['POST', 'PUT', 'DELETE', 'GET'];
const MEMBERS = ['name', 'detail', 'webhook_method', 'webhook_uri', 'line_secret', 'line_token'] as const;

export function AccountForm({ account }: { readonly account: Account }) {
  const change = useChangeAccount(account.id);
  const submit = (form: FormData): void => change.mutate(changesIn(form, account), { onSuccess: () => say('The account is saved.') });
  return (
    <Section title="Account" says="What it says of itself, and where its changes go.">
      {/* What was saved is what the fields start from. */}
      <form key={account.tm_update} onSubmit={submitting(submit)}>
        <Stack>
          <TextInput name="name" label="Name" defaultValue={account.name} maxLength={1_024} />
          <Textarea name="detail" label="Notes" defaultValue={account.detail} maxLength={1_024} autosize minRows={2} />
          <TextInput
            name="webhook_uri"
            type="url"
            label="Webhook"
            description="Every change of a customer is sent there. Empty: nowhere."
            placeholder="https://"
            defaultValue={account.webhook_uri}
            maxLength={1_024}
          />
          <NativeSelect
            name="webhook_method"
            label="Webhook method"
            data={METHODS}
            defaultValue={account.webhook_method || 'POST'}
            maw={220}
          />
          <SecretField name="line_secret" label="LINE channel secret" value={account.line_secret} />
          <SecretField name="line_token" label="LINE channel access token" value={account.line_token} />
          {change.error && <ProblemAlert problem={change.error} />}
          <div>
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}

interface SecretFieldProps {
  readonly name: string;
  readonly label: string;
  /** Absent: not to be seen by who looks. */
  readonly value: string | undefined;
}

function SecretField({ name, label, value }: SecretFieldProps) {
  if (value === undefined) return null;
  return (
    <PasswordInput
      name={name}
      label={label}
      defaultValue={value}
      maxLength={1_024}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label}` }}
    />
  );
}

/** The members whose text in the form is another one than the account's. */
function changesIn(form: FormData, account: Account): AccountChange {
  const told = MEMBERS.filter((member) => form.has(member));
  const changed = told.filter((member) => textIn(form, member) !== (account[member] ?? ''));
  return Object.fromEntries(changed.map((member) => [member, textIn(form, member)]));
}
