// What a test file leaves behind (folders, databases), cleared away when its tests are over. One process runs many files and loads this
// module once, so that the hook is the one of `clear-leftovers.ts`, which every file runs anew.

type Clear = () => Promise<void> | void;

let pending: Clear[] = [];

/** Has `clear` run after the last test of the file that is under way, the newest first. */
export function clearAfterFile(clear: Clear): void {
  pending.push(clear);
}

/** Runs all that was handed in since the last time. */
export async function clearLeftovers(): Promise<void> {
  const clears = pending.toReversed();
  pending = [];
  for (const clear of clears) await clear();
}
