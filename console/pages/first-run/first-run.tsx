// An empty registry: three ways to begin, each of which works from here.

import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { ChooseFile } from '../../parts/choose-file.tsx';
import { FirstCommand } from './first-command.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { useMay } from '../../api/session.ts';
import { useSetOut } from '../../parts/set-out.ts';
import { useTellStory } from '../../api/story.ts';

export function FirstRun() {
  const mayWrite = useMay('customers.write');
  const mayImport = useMay('imports.manage');
  const mayMakeKeys = useMay('keys.manage');
  return (
    <Page title="Welcome to Clientele" says="Nobody is known here yet. There are three ways to begin.">
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
        {mayWrite && <Story />}
        {mayImport && (
          <Section title="Drop a file" says="Of customers you have: CSV, NDJSON or JSON.">
            <Stack align="flex-start">
              <Text size="sm">Drop it anywhere on this page, or choose it. You see what was recognised before anything goes up.</Text>
              <ChooseFile />
            </Stack>
          </Section>
        )}
        {mayWrite && mayMakeKeys && <FirstCommand />}
      </SimpleGrid>
    </Page>
  );
}

function Story() {
  const tell = useTellStory(useSetOut(), ({ created, updated, rejected, others }, lead) => {
    say(`The story is told: ${created} records created, ${updated} updated, ${rejected} rejected, ${others} that changed nothing.`);
    lead({ to: '/customers' });
  });
  return (
    <Section title="Load the sample story" says="Invented people, in the senders’ own formats.">
      <Stack align="flex-start">
        <Text size="sm">
          A student whom two platforms know becomes one customer, moves house, and is told of too late; four records with faults wait to be
          mended.
        </Text>
        {tell.error && <ProblemAlert problem={tell.error} />}
        <Button onClick={() => tell.mutate()} loading={tell.isPending} leftSection={<IconBook2 size={16} stroke={1.5} aria-hidden />}>
          Load the story
        </Button>
      </Stack>
    </Section>
  );
}
