// The way in: username and password; the session is a cookie that no script can read.

import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { submitting } from '../../parts/dialog-form.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useLogIn } from '../../api/session.ts';
import { useRef } from 'react';
import icon from '../../icon.svg';

export function LoginPage() {
  const logIn = useLogIn();
  const password = useRef<HTMLInputElement>(null);
  const submit = (form: FormData): void =>
    logIn.mutate({ username: textIn(form, 'username'), password: textIn(form, 'password') }, { onError: () => password.current?.select() });
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper w="100%" maw={380} p="xl" withBorder>
        <form onSubmit={submitting(submit)}>
          <Stack>
            <Stack gap={4} align="flex-start">
              <img src={icon} width={36} height={36} alt="" />
              <Title order={1} mt="xs">
                Log in to Clientele
              </Title>
              <Text c="dimmed" size="sm">
                With the username and password of your login. The operator’s were shown when the registry first started.
              </Text>
            </Stack>
            {logIn.error && <ProblemAlert problem={logIn.error} />}
            <TextInput name="username" label="Username" autoComplete="username" required withAsterisk={false} autoFocus />
            <PasswordInput
              ref={password}
              name="password"
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            />
            <Button type="submit" loading={logIn.isPending} fullWidth>
              Log in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
