// Convert & check: a record of any format, checked while one types and shown in the other formats. Nothing leaves the browser.

import '@mantine/dropzone/styles.layer.css';
import { Alert, Button, Group, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconCheck } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { checkRecord, converted, FORMATS } from '../../parts/check-record.ts';
import { EXAMPLES } from './examples.ts';
import { IssueList } from '../../parts/issue-list.tsx';
import { JsonText, marksOf } from '../../parts/json-text.tsx';
import { Losses } from '../../parts/losses.tsx';
import { mended } from '../../parts/json-mend.ts';
import { Page } from '../../parts/page.tsx';
import { print } from '../../../src/formats/index.ts';
import { RecordEditor } from '../../parts/record-editor.tsx';
import { Section } from '../../parts/section.tsx';
import type { AnyFormat, Checked } from '../../parts/check-record.ts';
import type { Format, SourceRecord } from '../../../src/formats/index.ts';
import classes from './convert.module.css';

const CHOICES = ['auto', 'cobi', 'wasabi', 'registry', 'voipbin'] as const;
const FILE_BYTES_MAX = 1_048_576;

export function ConvertPage() {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<AnyFormat | 'auto'>('auto');
  const typed = useDeferredValue(text);
  const checked = useMemo(() => (typed.trim() === '' ? null : checkRecord(typed, asked)), [typed, asked]);
  const marks = marksOf(checked?.issues ?? []);
  return (
    <Page
      title="Convert & check"
      says="Paste or drop one record of any format. It is checked here, as the registry would, and goes nowhere."
    >
      <div className={classes['columns']}>
        <Stack gap="sm">
          <Group justify="space-between">
            <SegmentedControl
              aria-label="Format"
              size="xs"
              value={asked}
              onChange={setAsked}
              data={CHOICES.map((value) => ({ value, label: value === 'auto' ? 'Recognise' : value }))}
            />
            <Examples onChoose={setText} />
          </Group>
          <Dropzone
            className={classes['drop']}
            onDrop={([file]) => void file?.text().then(setText)}
            activateOnClick={false}
            maxFiles={1}
            maxSize={FILE_BYTES_MAX}
            inputProps={{ 'aria-label': 'A file with one record' }}
          >
            <RecordEditor label="Record" text={text} marks={marks} onChange={setText} placeholder='{"customer_id": "…"}' />
          </Dropzone>
        </Stack>
        <Stack gap="md">
          <Verdict checked={checked} onFix={(issues) => setText(mended(text, issues))} />
          {checked?.record && <OtherFormats key={checked.record.format} record={checked.record} />}
        </Stack>
      </div>
    </Page>
  );
}

function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  return (
    <Group gap={4}>
      <Text size="xs" c="dimmed">
        Try
      </Text>
      {EXAMPLES.map(({ name, text }) => (
        <Button key={name} variant="subtle" size="compact-xs" onClick={() => onChoose(text)}>
          {name}
        </Button>
      ))}
    </Group>
  );
}

function Verdict({ checked, onFix }: { readonly checked: Checked | null; readonly onFix: (issues: Checked['issues']) => void }) {
  if (!checked) {
    return (
      <Section title="Nothing to check yet">
        <Text size="sm" c="dimmed">
          The record’s format, every fault with its place, and the other formats appear here while you type.
        </Text>
      </Section>
    );
  }
  const { format, issues } = checked;
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return (
    <Section title={format === null ? 'Which format is this?' : `A record of ${format}`} says={verdictOf(checked, errors)}>
      {issues.length === 0 && format !== null && (
        <Alert color="green" variant="outline" icon={<IconCheck size={18} aria-hidden />}>
          Valid: the registry would take it as it is.
        </Alert>
      )}
      <IssueList issues={issues} onFix={(some) => onFix(some as Checked['issues'])} />
    </Section>
  );
}

function verdictOf({ format, issues }: Checked, errors: number): string {
  if (format === null) return issues.length > 0 ? 'The text is no JSON yet.' : 'No member tells it: choose the format above.';
  if (errors > 0) return `It would be rejected: ${errors} ${errors === 1 ? 'error' : 'errors'}.`;
  return issues.length > 0 ? 'It would be taken, with these doubts.' : 'No fault.';
}

function OtherFormats({ record }: { readonly record: SourceRecord }) {
  const others = FORMATS.filter((format) => format !== record.format);
  return (
    <Section title="In the other formats">
      <Tabs defaultValue={others[0] ?? null} keepMounted={false}>
        <Tabs.List mb="sm">
          {others.map((format) => (
            <Tabs.Tab key={format} value={format}>
              {format}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {others.map((format) => (
          <Tabs.Panel key={format} value={format}>
            <Other record={record} to={format} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

function Other({ record, to }: { readonly record: SourceRecord; readonly to: Format }) {
  const conversion = converted(record, to);
  if ('refused' in conversion) return <Text size="sm">{conversion.refused.message}</Text>;
  return (
    <Stack gap="sm">
      <JsonText text={JSON.stringify(JSON.parse(print(conversion.record)), null, 2)} label={`The record in the form of ${to}`} />
      <Losses losses={conversion.losses} format={to} />
    </Stack>
  );
}
