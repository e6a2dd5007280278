// A customer as JSON in each format, with what that format cannot hold. Converted here, by the library that the registry uses.

import { Stack, Tabs, Text } from '@mantine/core';
import { convertCustomer } from '../../../src/formats/index.ts';
import { JsonText } from '../../parts/json-text.tsx';
import { now } from '../../api/now.ts';
import { Losses } from '../../parts/losses.tsx';
import type { Customer } from '../../api/customers.ts';

const FORMATS = ['registry', 'cobi', 'wasabi'] as const;

export function Forms({ customer }: { readonly customer: Customer }) {
  return (
    <Tabs defaultValue="registry" variant="pills" keepMounted={false}>
      <Tabs.List mb="md">
        {FORMATS.map((format) => (
          <Tabs.Tab key={format} value={format}>
            {format}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {FORMATS.map((format) => (
        <Tabs.Panel key={format} value={format}>
          {format === 'registry' ? (
            <JsonText text={JSON.stringify(customer, null, 2)} label="In the registry’s form" />
          ) : (
            <Form customer={customer} format={format} />
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Form({ customer, format }: { readonly customer: Customer; readonly format: 'cobi' | 'wasabi' }) {
  const conversion = convertCustomer(customer, format, { now: now() });
  if ('refused' in conversion) return <Text>{conversion.refused.message}</Text>;
  return (
    <Stack gap="sm">
      <JsonText text={JSON.stringify(conversion.record.value, null, 2)} label={`In the form of ${format}`} />
      <Losses losses={conversion.losses} format={format} />
    </Stack>
  );
}
