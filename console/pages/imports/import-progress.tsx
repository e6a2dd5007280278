// How far an import is: its file on the way up, then its records on their way in, with the rate and the time left.

import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { durationText, sizeText } from './size-text.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Section } from '../../parts/section.tsx';
import { sendFile, uploadQuery } from '../../api/uploads.ts';
import type { Import } from '../../api/imports.ts';

const WORDS: Partial<Record<Import['state'], string>> = {
  checking: 'Looking through the file',
  waiting: 'Waiting for a node to take it',
  running: 'Taking the records in',
  undoing: 'Taking back what it brought',
  restoring: 'Bringing back what it brought',
};

export function ImportProgress({ job }: { readonly job: Import }) {
  return job.state === 'uploading' ? <Uploading job={job} /> : <Working job={job} />;
}

function Uploading({ job: { id, bytes } }: { readonly job: Import }) {
  const { data: upload } = useQuery(uploadQuery(id));
  if (upload && upload.fault === null) {
    return (
      <Section title="Sending the file" says={`${sizeText(upload.sentBytes)} of ${sizeText(upload.bytes)}`}>
        <Progress value={(100 * upload.sentBytes) / upload.bytes} aria-label="Sent" animated />
      </Section>
    );
  }
  return (
    <Section title="The upload broke off" says={`${sizeText(bytes)} are there. Choose the same file again, and it goes on from there.`}>
      <Stack gap="sm" align="flex-start">
        {upload?.fault && <ProblemAlert problem={upload.fault} />}
        <FileButton onChange={(file) => file && void sendFile(id, file, bytes)}>
          {(props) => <Button {...props}>Go on with the file</Button>}
        </FileButton>
      </Stack>
    </Section>
  );
}

function Working({ job }: { readonly job: Import }) {
  const { state, received, records } = job;
  const isCounted = state === 'running' && records !== null && records > 0;
  return (
    <Section title={WORDS[state] ?? state}>
      <Progress value={isCounted ? (100 * received) / records : 100} aria-label="Taken in" animated striped />
      <Group justify="space-between" mt={6}>
        <Text size="sm" c="dimmed" role="status">
          {state === 'running' ? `${received.toLocaleString()}${isCounted ? ` of ${records.toLocaleString()}` : ''} records` : ''}
        </Text>
        <Text size="sm" c="dimmed">
          {state === 'running' ? paceOf(job) : ''}
        </Text>
      </Group>
    </Section>
  );
}

/** "12,000 a second, 40 s left", as far as it is known. */
function paceOf({ startedAt, received, records }: Import): string {
  const seconds = startedAt === null ? 0 : (Date.now() - Date.parse(startedAt)) / 1_000;
  if (seconds <= 0 || received === 0) return '';
  const rate = received / seconds;
  const left = records === null ? '' : `, ${durationText((records - received) / rate)} left`;
  return `${Math.round(rate).toLocaleString()} a second${left}`;
}
