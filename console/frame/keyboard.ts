// Keys that work everywhere but in a field: `/` searches, `g c` goes to customers and so on, `?` says which there are.

import { useEffect } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { spotlight } from '@mantine/spotlight';
import type { Place } from './places.ts';

const SECOND_KEY_MS = 1_200;

/** Listens for the keys of `places` while the frame is shown. */
export function useKeys(places: readonly Place[], onHelp: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goingSince = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const place = performance.now() - goingSince < SECOND_KEY_MS ? places.find(({ key }) => key === event.key) : undefined;
      goingSince = event.key === 'g' ? performance.now() : 0;
      if (place) void navigate({ to: place.to });
      else if (event.key === '/') focusSearch();
      else if (event.key === '?') onHelp();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [places, navigate, onHelp]);
}

/** The page's own search where it has one, else the palette. */
function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (search) search.focus();
  else spotlight.open();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}
