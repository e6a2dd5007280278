// One's own account: what it says of itself, its people, its access keys, and one's own password.

import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AccessKeys } from './access-keys.tsx';
import { OwnAccount } from './own-account.tsx';
import { OwnPassword } from './own-password.tsx';
import { Page } from '../../parts/page.tsx';
import { People } from './people.tsx';

const TABS = [
  { value: 'account', label: 'Account', Content: OwnAccount },
  { value: 'people', label: 'People', Content: People },
  { value: 'keys', label: 'Access keys', Content: AccessKeys },
  { value: 'password', label: 'Password', Content: OwnPassword },
] as const;

export function SettingsPage() {
  const { tab = TABS[0].value } = useSearch({ from: '/settings' });
  const navigate = useNavigate({ from: '/settings' });
  const open = (value: string | null): void => {
    void navigate({ search: value === null || value === TABS[0].value ? {} : { tab: value }, replace: true });
  };
  return (
    <Page title="Settings" says="Of your account, and of your own login.">
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value, Content }) => (
          <Tabs.Panel key={value} value={value}>
            <Content />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
