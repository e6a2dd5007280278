// The command palette (Ctrl+K): every page, and a person by any id.

import { Spotlight } from '@mantine/spotlight';
import { IconMoon, IconSearch, IconUserSearch } from '@tabler/icons-react';
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Place } from './places.ts';
import type { SpotlightActionData } from '@mantine/spotlight';

export function CommandPalette({ places }: { readonly places: readonly Place[] }) {
  const navigate = useNavigate();
  const { toggleColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const pages = places.map(({ to, label, says, icon: Icon }): SpotlightActionData => ({
    id: to,
    label,
    description: says,
    leftSection: <Icon size={18} stroke={1.5} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
  const actions = [
    ...(query.trim() === '' ? [] : [findPerson(query.trim(), (q) => void navigate({ to: '/customers', state: { personal: { q } } }))]),
    ...pages,
    {
      id: 'theme',
      label: 'Switch between light and dark',
      leftSection: <IconMoon size={18} stroke={1.5} aria-hidden />,
      onClick: () => toggleColorScheme(),
    },
  ];
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      shortcut={['mod + K']}
      nothingFound="Nothing is called that"
      highlightQuery={false}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.5} aria-hidden />,
        placeholder: 'Go to a page, or find a person …',
        'aria-label': 'Go to a page, or find a person',
      }}
    />
  );
}

/** Its keywords are what was typed, so that it is among what is found. */
function findPerson(q: string, onFind: (q: string) => void): SpotlightActionData {
  return {
    id: 'find',
    label: `Find customers: ${q}`,
    description: 'By an id or its beginning, an address or a birth date',
    keywords: [q],
    leftSection: <IconUserSearch size={18} stroke={1.5} aria-hidden />,
    onClick: () => onFind(q),
  };
}
