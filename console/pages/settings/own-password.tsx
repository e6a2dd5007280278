// A password of one's own, changed by whoever knows the old one.

import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { PASSWORD_LENGTH_MIN, useChangePassword } from '../../api/logins.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { submitting } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';

const SHOWING = { 'aria-label': 'Show the password' };

export function OwnPassword() {
  const change = useChangePassword();
  const [hasSlipped, setSlipped] = useState(false);
  const submit = (form: FormData): void => {
    const newPassword = textIn(form, 'newPassword');
    setSlipped(newPassword !== textIn(form, 'repeated'));
    if (newPassword !== textIn(form, 'repeated')) return;
    const passwords = { oldPassword: textIn(form, 'oldPassword'), newPassword };
    change.mutate(passwords, { onSuccess: () => say('Your password is changed. Log in with it.') });
  };
  return (
    <Section title="Password" says="Of your own login. Once it is changed you are logged out everywhere, here too.">
      <form onSubmit={submitting(submit)}>
        <Stack maw={380}>
          <Field name="oldPassword" label="Old password" autoComplete="current-password" />
          <Field
            name="newPassword"
            label="New password"
            description={`At least ${PASSWORD_LENGTH_MIN} characters; several words are easy to remember.`}
            minLength={PASSWORD_LENGTH_MIN}
            autoComplete="new-password"
          />
          <Field
            name="repeated"
            label="New password again"
            autoComplete="new-password"
            error={hasSlipped && 'It is not the same as above.'}
          />
          {change.error && <ProblemAlert problem={change.error} />}
          <div>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly autoComplete: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly error?: string | false;
}

function Field(props: FieldProps) {
  return <PasswordInput {...props} required withAsterisk={false} visibilityToggleButtonProps={SHOWING} />;
}
