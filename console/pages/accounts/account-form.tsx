// What an account says of itself, to be changed: only what differs is sent.

import { Button, NativeSelect, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { submitting } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useState } from 'react';
import { useChangeAccount } from '../../api/accounts.ts';
import type { Account, AccountChange } from '../../api/accounts.ts';

const METHODS = ['POST', 'PUT', 'DELETE', 'GET'];
const MEMBERS = ['name', 'detail', 'webhook_method', 'webhook_uri', 'line_secret', 'line_token'] as const;

export function AccountForm({ account }: { readonly account: Account }) {
  const change = useChangeAccount(account.id);
  // Once somebody writes, the fields stay what they are: what others change meanwhile neither empties them nor is taken back by them.
  const [written, setWritten] = useState<Account | null>(null);
  const start = written?.id === account.id ? written : account;
  const submit = (form: FormData): void =>
    change.mutate(changesIn(form, start), {
      onSuccess: () => {
        setWritten(null);
        say('The account is saved.');
      },
    });
  return (
    <Section title="Account" says="What it says of itself, and where its changes go.">
      <form key={`${start.id} ${start.tm_update}`} onChange={() => setWritten(start)} onSubmit={submitting(submit)}>
        <Stack>
          <TextInput name="name" label="Name" defaultValue={start.name} maxLength={1_024} />
          <Textarea name="detail" label="Notes" defaultValue={start.detail} maxLength={1_024} autosize minRows={2} />
          <TextInput
            name="webhook_uri"
            type="url"
            label="Webhook"
            description="Every change of a customer is sent there. Empty: nowhere."
            placeholder="https://"
            defaultValue={start.webhook_uri}
            maxLength={1_024}
          />
          <NativeSelect
            name="webhook_method"
            label="Webhook method"
            data={METHODS}
            defaultValue={start.webhook_method || 'POST'}
            maw={220}
          />
          <SecretField name="line_secret" label="LINE channel secret" value={start.line_secret} />
          <SecretField name="line_token" label="LINE channel access token" value={start.line_token} />
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
