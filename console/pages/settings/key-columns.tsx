// The columns of the access keys' list, and what can be done with one.

import { ActionIcon, Group, Menu } from '@mantine/core';
import { IconDots, IconEdit, IconRefresh, IconTrash } from '@tabler/icons-react';
import { Badge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { AccessKey } from '../../api/access-keys.ts';
import type { Column } from '../../parts/columns.ts';

export type KeyStep = 'edit' | 'rotate' | 'revoke';
type OnStep = (step: KeyStep, key: AccessKey) => void;

const PERMISSIONS_SHOWN = 3;
const PERMISSIONS_PIXELS = 240;

export function keyColumns(onStep: OnStep): Column<AccessKey>[] {
  return [
    { id: 'name', title: 'Name', width: 150, cell: (accessKey) => <Name accessKey={accessKey} /> },
    { id: 'prefix', title: 'Begins with', width: 105, cell: ({ prefix }) => <ValueText value={prefix} isCode /> },
    { id: 'permissions', title: 'Permissions', width: 264, cell: ({ permissions }) => <Permissions names={permissions} /> },
    { id: 'expiresAt', title: 'Ends', width: 95, cell: ({ expiresAt }) => <End at={expiresAt} /> },
    {
      id: 'lastUsedAt',
      title: 'Last used',
      width: 125,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <TimeText at={lastUsedAt} as="ago" />),
    },
    { id: 'createdAt', title: 'Created', width: 110, cell: ({ createdAt }) => <TimeText at={createdAt} as="day" /> },
    { id: 'steps', title: '', width: 56, cell: (accessKey) => <Steps accessKey={accessKey} onStep={onStep} />, align: 'right' },
  ];
}

function Name({ accessKey: { name, detail } }: { readonly accessKey: AccessKey }) {
  return (
    <div>
      <ValueText value={name === '' ? 'without a name' : name} isCut />
      {detail !== '' && (
        <div className="quiet">
          <ValueText value={detail} isCut />
        </div>
      )}
    </div>
  );
}

function Permissions({ names }: { readonly names: AccessKey['permissions'] }) {
  const more = names.slice(PERMISSIONS_SHOWN);
  return (
    <Group gap={4} w={PERMISSIONS_PIXELS}>
      {names.length === 0 && <Badge>none</Badge>}
      {names.slice(0, PERMISSIONS_SHOWN).map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
      {more.length > 0 && <Badge title={more.join(', ')}>and {more.length} more</Badge>}
    </Group>
  );
}

function End({ at }: { readonly at: string | null }) {
  if (at === null) return 'never';
  if (Date.parse(at) > Date.now()) return <TimeText at={at} as="day" />;
  return <Badge tone="warn">ended</Badge>;
}

function Steps({ accessKey, onStep }: { readonly accessKey: AccessKey; readonly onStep: OnStep }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${accessKey.name}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={16} stroke={1.5} aria-hidden />} onClick={() => onStep('edit', accessKey)}>
          Change …
        </Menu.Item>
        <Menu.Item leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />} onClick={() => onStep('rotate', accessKey)}>
          Rotate …
        </Menu.Item>
        <Menu.Item
          c="var(--mantine-color-error)"
          leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
          onClick={() => onStep('revoke', accessKey)}
        >
          Revoke …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
