// The field for a password that one person sets for another, who is to change it.

import { PasswordInput } from '@mantine/core';
import { PASSWORD_LENGTH_MIN } from '../api/logins.ts';

interface PasswordForOthersProps {
  readonly label: string;
  /** Whether the dialog that holds it begins here. */
  readonly isFirst?: boolean;
}

export function PasswordForOthers({ label, isFirst = false }: PasswordForOthersProps) {
  return (
    <PasswordInput
      name="password"
      label={label}
      description={`At least ${PASSWORD_LENGTH_MIN} characters. They can change it in their settings.`}
      minLength={PASSWORD_LENGTH_MIN}
      autoComplete="new-password"
      required
      withAsterisk={false}
      {...(isFirst && { 'data-autofocus': true })}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
    />
  );
}
