// One's own account: what it says of itself, its people, its access keys, and one's own password.

import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AccessKeys } from './access-keys.tsx';
import { OwnAccount } from './own-account.tsx';
import { OwnPassword } from './own-password.tsx';
import { Page } from '../../parts/page.tsx';
import { People } from './people.tsx';
import { useSelf } from '../../api/session.ts';

const TABS = [
  { value: 'account', label: 'Account', Content: OwnAccount },
  { value: 'people', label: 'People', Content: People, permission: 'keys.manage' },
  { value: 'keys', label: 'Access keys', Content: AccessKeys, permission: 'keys.manage' },
  { value: 'password', label: 'Password', Content: OwnPassword },
] as const;

export function SettingsPage() {
  const { tab = TABS[0].value } = useSearch({ from: '/settings' });
  const navigate = useNavigate({ from: '/settings' });
  const { permissions } = useSelf();
  const tabs = TABS.filter((each) => !('permission' in each) || permissions.includes(each.permission));
  const open = (value: string | null): void => {
    void navigate({ search: value === null || value === TABS[0].value ? {} : { tab: value }, replace: true });
  };
  return (
    <Page title="Settings" says="Of your account, and of your own login.">
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ value, Content }) => (
          <Tabs.Panel key={value} value={value}>
            <Content />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
