// The file that was dropped or chosen last, until it is imported: files have no address, so it is kept beside it.

import { useSyncExternalStore } from 'react';

let chosen: File | null = null;
const listeners = new Set<() => void>();

export function chooseFile(file: File | null): void {
  chosen = file;
  for (const listener of listeners) listener();
}

export function useChosenFile(): File | null {
  return useSyncExternalStore(subscribe, () => chosen);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
