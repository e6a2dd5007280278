// A command that sends one record, with a key of one's own in it: copied into a terminal, it works.

import { Button, Modal, Stack, Text } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { FIRST_EVENT } from '../../../src/story.ts';
import { JsonText } from '../../parts/json-text.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Section } from '../../parts/section.tsx';
import { useCreateKey } from '../../api/access-keys.ts';
import type { KeyMembers } from '../../api/access-keys.ts';

const KEY: KeyMembers = { name: 'first steps', permissions: ['customers.read', 'customers.write'] };

export function FirstCommand() {
  const create = useCreateKey();
  const key = create.data?.key;
  return (
    <Section title="Send a record" says="From a terminal, as your systems will.">
      <Stack align="flex-start">
        {create.error && <ProblemAlert problem={create.error} />}
        <Text size="sm">Makes an access key that may read and write customers, and a command with it.</Text>
        <Button
          onClick={() => create.mutate(KEY)}
          loading={create.isPending}
          leftSection={<IconTerminal2 size={16} stroke={1.5} aria-hidden />}
        >
          Make a key and the command
        </Button>
      </Stack>
      <Modal opened={key !== undefined} onClose={create.reset} title="A command with a key of yours" size="xl" closeOnClickOutside={false}>
        <Text size="sm">Copy it now: the key is shown this once. Settings can end it.</Text>
        <JsonText text={commandWith(key ?? '')} label="The command" />
      </Modal>
    </Section>
  );
}

function commandWith(key: string): string {
  const event = JSON.stringify(FIRST_EVENT);
  return [
    `curl ${window.location.origin}/wasabi/events`,
    `-H 'Authorization: Bearer ${key}'`,
    "-H 'Content-Type: application/json'",
    `-d '${event}'`,
  ].join(' \\\n  ');
}
