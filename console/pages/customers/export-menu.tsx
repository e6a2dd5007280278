// What the list shows as a file: all that the filters find, not only what was loaded.

import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { collectCustomers, exportAddress } from '../../api/customers.ts';
import { say } from '../../parts/say.ts';
import type { CustomerFilters } from '../../api/customers.ts';

export function ExportMenu({ filters }: { readonly filters: CustomerFilters }) {
  const { q, externalId, birthDateFrom, birthDateTo, ...open } = filters;
  const isPersonal = [q, externalId, birthDateFrom, birthDateTo].some((each) => each !== undefined);
  const collection = useMutation({
    mutationFn: () => collectCustomers(filters),
    onSuccess: save,
    onError: (error) => say(error.message, 'red'),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />} loading={collection.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isPersonal ? (
          <Menu.Item onClick={() => collection.mutate()}>NDJSON, one customer a line</Menu.Item>
        ) : (
          <>
            <Menu.Item component="a" href={exportAddress(open, 'csv')} download="customers.csv">
              CSV, for spreadsheets
            </Menu.Item>
            <Menu.Item component="a" href={exportAddress(open, 'ndjson')} download="customers.ndjson">
              NDJSON, one customer a line
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function save(file: Blob): void {
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href, download: 'customers.ndjson' });
  link.click();
  URL.revokeObjectURL(href);
}
