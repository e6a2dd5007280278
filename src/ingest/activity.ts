// Which accounts ask at present: an account that is alone has the node to itself, others share it.

/** Who asked within the last such span, or the one before, asks at present. */
const SPAN_MS = 500;

export interface Activity {
  note(accountId: string): void;
  /** Whether another account than this one asks at present. */
  hasOthers(accountId: string): boolean;
}

export function openActivity(nowMs: () => number): Activity {
  let recent = new Set<string>();
  let before = new Set<string>();
  let began = nowMs();
  const move = (): void => {
    const elapsed = nowMs() - began;
    if (elapsed < SPAN_MS) return;
    before = elapsed < 2 * SPAN_MS ? recent : new Set();
    recent = new Set();
    began = nowMs();
  };
  const isOther = (accounts: ReadonlySet<string>, accountId: string): boolean => accounts.size > (accounts.has(accountId) ? 1 : 0);
  return {
    note(accountId) {
      move();
      recent.add(accountId);
    },
    hasOthers(accountId) {
      move();
      return isOther(recent, accountId) || isOther(before, accountId);
    },
  };
}
