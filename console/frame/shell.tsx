// What surrounds every page: navigation, the palette, keys, and a dialog that names the keys. Who is not logged in sees the login.

import { Anchor, AppShell, Burger, Center, Group, Kbd, Loader, Modal, Table } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { CommandPalette } from './command-palette.tsx';
import { LoginPage } from '../pages/login/login-page.tsx';
import { meQuery, useSelf } from '../api/session.ts';
import { Navigation, SchemeButton } from './navigation.tsx';
import { NotPermitted } from './failures.tsx';
import { permissionFor, placesFor } from './places.ts';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { useKeys } from './keyboard.ts';
import type { Place } from './places.ts';
import classes from './frame.module.css';
import icon from '../icon.svg';

const DropAnywhere = lazy(async () => ({ default: (await import('./drop-anywhere.tsx')).DropAnywhere }));

/** The login where nobody is logged in, else the frame with the page in it; the address stays, so that links work for everyone. */
export function Gate() {
  const { data: self, error, isPending, refetch } = useQuery(meQuery);
  if (isPending) return <Waiting />;
  if (error) {
    return (
      <Center mih="100vh" p="md">
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      </Center>
    );
  }
  return self ? <Shell /> : <LoginPage />;
}

export function Waiting() {
  return (
    <Center mih="40vh" role="status" aria-label="Loading">
      <Loader size="sm" />
    </Center>
  );
}

function Shell() {
  const { permissions } = useSelf();
  const groups = useMemo(() => placesFor(permissions), [permissions]);
  const places = useMemo(() => groups.flatMap(({ places: each }) => each), [groups]);
  const [isOpen, menu] = useDisclosure();
  const [isHelping, help] = useDisclosure();
  useKeys(places, help.open);
  return (
    <AppShell
      header={{ height: { base: 52, sm: 0 } }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={0}
    >
      <a className={classes['skip']} href="#page">
        Skip to the page
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Group h="100%" px="sm" justify="space-between">
          <Burger opened={isOpen} onClick={menu.toggle} size="sm" aria-label="Menu" />
          <Brand />
          <SchemeButton />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes['navbar']} aria-label="Pages">
        <Group visibleFrom="sm">
          <Brand />
        </Group>
        <Navigation groups={groups} onGo={menu.close} onKeys={help.open} />
      </AppShell.Navbar>
      <AppShell.Main id="page" className={classes['main']}>
        <Permitted />
      </AppShell.Main>
      <CommandPalette places={places} />
      <FileDrop />
      <KeysDialog places={places} isOpen={isHelping} onClose={help.close} />
    </AppShell>
  );
}

/** The page, where the login may see it: a link may come from somebody who may do more. */
function Permitted() {
  const { permissions } = useSelf();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const asked = permissionFor(path);
  const isPermitted = asked === undefined || permissions.some((name) => name === asked);
  return isPermitted ? <Outlet /> : <NotPermitted permission={asked} />;
}

/** Where somebody may import, and the page has no use of its own for a file. */
function FileDrop() {
  const { permissions } = useSelf();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  if (!permissions.includes('imports.manage') || path === '/convert') return null;
  return (
    <Suspense>
      <DropAnywhere />
    </Suspense>
  );
}

function Brand() {
  return (
    <Anchor component={Link} to="/" className={classes['brand']} underline="never">
      <img src={icon} width={24} height={24} alt="" />
      Clientele
    </Anchor>
  );
}

function KeysDialog({
  places,
  isOpen,
  onClose,
}: {
  readonly places: readonly Place[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const keys = [['Ctrl', 'K'], ['/'], ['?'], ...places.map(({ key }) => ['g', key])];
  const meanings = ['Go anywhere, find anyone', 'Search on this page', 'These keys', ...places.map(({ label }) => label)];
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keyboard shortcuts">
      <Table>
        <Table.Tbody>
          {keys.map((each, at) => (
            <Table.Tr key={each.join(' ')}>
              <Table.Td>{meanings[at]}</Table.Td>
              <Table.Td ta="right">
                {each.map((name) => (
                  <Kbd key={name} ml={4}>
                    {name}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
