// The left side of every page: where one can go, whose account it is, light or dark, and the way out.

import {
  ActionIcon,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { IconBook, IconKeyboard, IconLogout, IconMoon, IconSearch, IconSelector, IconSun } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { spotlight } from '@mantine/spotlight';
import { useLogOut, useSelf } from '../api/session.ts';
import type { Place, PlaceGroup } from './places.ts';
import classes from './frame.module.css';

interface NavigationProps {
  readonly groups: readonly PlaceGroup[];
  /** A place was chosen. */
  readonly onGo: () => void;
  readonly onKeys: () => void;
}

export function Navigation({ groups, onGo, onKeys }: NavigationProps) {
  return (
    <Stack gap={0} h="100%">
      <UnstyledButton className={classes['search']} onClick={() => spotlight.open()} visibleFrom="sm">
        <IconSearch size={16} stroke={1.5} aria-hidden />
        <span>Search or go to …</span>
        <kbd>Ctrl K</kbd>
      </UnstyledButton>
      <ScrollArea flex={1} type="auto">
        <div>
          {groups.map(({ label, places }) => (
            <div key={label}>
              <Text className={classes['group']}>{label}</Text>
              {places.map((place) => (
                <PlaceLink key={place.to} place={place} onGo={onGo} />
              ))}
            </div>
          ))}
        </div>
      </ScrollArea>
      <Person onKeys={onKeys} />
    </Stack>
  );
}

function PlaceLink({ place, onGo }: { readonly place: Place; readonly onGo: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { to, label, icon: Icon } = place;
  const isHere = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
  return (
    <NavLink
      className={classes['place']}
      component={Link}
      to={to}
      label={label}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onGo}
      leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
    />
  );
}

function Person({ onKeys }: { readonly onKeys: () => void }) {
  const { account, login, key } = useSelf();
  const who = login?.username ?? key?.name ?? '';
  const logOut = useLogOut();
  return (
    <Group className={classes['person']} gap="xs" wrap="nowrap">
      <Menu position="top-start" width={220} withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes['who']}>
            <span className={classes['whoText']}>
              <Text component="span" size="sm" fw={600} truncate display="block">
                {account.name || account.username}
              </Text>
              <Text component="span" size="xs" c="dimmed" truncate display="block">
                {who}
              </Text>
            </span>
            <VisuallyHidden>account menu</VisuallyHidden>
            <IconSelector size={16} stroke={1.5} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href="/docs" leftSection={<IconBook size={16} stroke={1.5} aria-hidden />}>
            API documentation
          </Menu.Item>
          <Menu.Item onClick={onKeys} leftSection={<IconKeyboard size={16} stroke={1.5} aria-hidden />}>
            Keyboard shortcuts
          </Menu.Item>
          <Menu.Item onClick={() => logOut.mutate()} leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />}>
            Log out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SchemeButton />
    </Group>
  );
}

export function SchemeButton() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <Tooltip label="Light or dark">
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => toggleColorScheme()} aria-label="Switch between light and dark">
        <IconSun className={classes['onDark']} size={18} stroke={1.5} aria-hidden />
        <IconMoon className={classes['onLight']} size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
