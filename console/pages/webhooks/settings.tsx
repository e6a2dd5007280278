// What the webhook sends, where and how; changed in a dialog.

import { Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Dialog, DialogForm } from '../../parts/dialog-form.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { Facts } from '../../parts/facts.tsx';
import { Section } from '../../parts/section.tsx';
import { textIn } from '../../parts/form-text.ts';
import { useSetWebhook } from '../../api/webhooks.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { Webhook, WebhookSettings } from '../../api/webhooks.ts';

const PAYLOADS = [
  { value: 'full', label: 'the whole customer' },
  { value: 'thin', label: 'the customer’s id alone' },
];

export function Settings({ webhook }: { readonly webhook: Webhook }) {
  const [isOpen, dialog] = useDisclosure();
  const { url, method, payload, format, types, coalesce } = webhook;
  const facts = [
    { name: 'Address', value: url === null ? 'none' : <ValueText value={`${method} ${url}`} isCode /> },
    { name: 'Body', value: `${PAYLOADS.find(({ value }) => value === payload)?.label ?? payload}, as ${format}` },
    { name: 'Events', value: types === null ? 'all' : types.join(', ') },
    { name: 'Several updates', value: coalesce ? 'of one customer that wait: only the last is sent' : 'are each sent' },
  ];
  return (
    <Section
      title="What is sent"
      actions={
        <Button variant="default" size="xs" onClick={dialog.open}>
          {url === null ? 'Set an address' : 'Change'}
        </Button>
      }
    >
      <Facts facts={facts} />
      <Dialog title="What is sent" isOpen={isOpen} onClose={dialog.close}>
        <SettingsForm webhook={webhook} onDone={dialog.close} />
      </Dialog>
    </Section>
  );
}

function SettingsForm({ webhook: { url, method, payload, format, types, coalesce }, onDone }: { webhook: Webhook; onDone: () => void }) {
  const set = useSetWebhook();
  return (
    <DialogForm
      verb="Save"
      isPending={set.isPending}
      problem={set.error}
      onSubmit={(form) => set.mutate(settingsIn(form), { onSuccess: onDone })}
      onCancel={onDone}
    >
      <TextInput
        name="url"
        type="url"
        label="Address"
        description="Public, http or https. Left empty, nobody is told, and what waits never will be: a pause keeps it."
        placeholder="https://example.com/hooks/customers"
        defaultValue={url ?? ''}
        data-autofocus
      />
      <Select name="method" label="Method" data={['POST', 'PUT', 'DELETE', 'GET']} defaultValue={method} />
      <Select name="payload" label="Body" data={PAYLOADS} defaultValue={payload} />
      <Select name="format" label="Form of the customer" data={['registry', 'cobi', 'wasabi']} defaultValue={format} />
      <MultiSelect
        name="types"
        label="Events"
        description="None chosen: all."
        data={[...EVENT_TYPES]}
        defaultValue={types ?? []}
        clearable
        clearButtonProps={{ 'aria-label': 'Choose none' }}
      />
      <Checkbox name="coalesce" label="Of several updates of one customer that wait, send only the last" defaultChecked={coalesce} />
    </DialogForm>
  );
}

function settingsIn(form: FormData): WebhookSettings {
  const url = textIn(form, 'url').trim();
  const types = textIn(form, 'types').split(',').filter(Boolean);
  return {
    url: url === '' ? null : url,
    method: textIn(form, 'method') as Webhook['method'],
    payload: textIn(form, 'payload') as Webhook['payload'],
    format: textIn(form, 'format') as Webhook['format'],
    types: types.length === 0 ? null : (types as NonNullable<Webhook['types']>),
    coalesce: form.has('coalesce'),
  };
}
