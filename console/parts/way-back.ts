// Which page each entry of this tab's history shows, as far as it was seen since the console was loaded.

import type { RouterHistory } from '@tanstack/react-router';

const pathsSeen = new Map<number, string>();

/** Remembers where one goes from now on. */
export function rememberPaths(history: RouterHistory): void {
  const remember = (): void => {
    const { pathname, state } = history.location;
    const { __TSR_index: index } = state;
    pathsSeen.set(index, pathname);
  };
  remember();
  history.subscribe(remember);
}

/** Whether one step back leads to the page at `path`. */
export function isBehind(path: string, { location }: RouterHistory): boolean {
  const { __TSR_index: index } = location.state;
  return pathsSeen.get(index - 1) === path;
}
