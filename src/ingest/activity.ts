// Who asks at present: an account that is alone has the node to itself, others share it, and what is asked in bulk gives way to what
// somebody waits for.

/** Who asked within the last such span, or the one before, asks at present. */
const SPAN_MS = 500;
/** Whoever was answered asks again soon, a person's page as a service's loop: nobody fills the moment between with a bulk's work. */
const MOMENT_MS = 10;
/** A request that takes longer waits for something else than the processors: a long poll, a stream of events, an export. */
const QUICK_MS_MAX = 100;

export interface Activity {
  /** Notes a request of the account; what it gives is to be called when a quick one, which brings little, was answered. */
  begin(accountId: string, isQuick: boolean): () => void;
  /** Whether another account than this one asks at present. */
  hasOthers(accountId: string): boolean;
  /** Whether another account than this one waits for the answer to a quick request, or just got one. */
  isServingOthers(accountId: string): boolean;
}

interface Quick {
  readonly accountId: string;
  /** From then on it counts no more. */
  untilMs: number;
}

export function openActivity(nowMs: () => number): Activity {
  let recent = new Set<string>();
  let before = new Set<string>();
  let began = nowMs();
  const quick = new Set<Quick>();
  const move = (): void => {
    const elapsed = nowMs() - began;
    if (elapsed < SPAN_MS) return;
    before = elapsed < 2 * SPAN_MS ? recent : new Set();
    recent = new Set();
    began = nowMs();
  };
  const forgetAnswered = (): void => {
    const now = nowMs();
    for (const one of quick) {
      if (one.untilMs > now) return;
      quick.delete(one);
    }
  };
  const isOther = (accounts: ReadonlySet<string>, accountId: string): boolean => accounts.size > (accounts.has(accountId) ? 1 : 0);
  return {
    begin(accountId, isQuick) {
      move();
      recent.add(accountId);
      if (!isQuick) return () => undefined;
      forgetAnswered();
      const one = { accountId, untilMs: nowMs() + QUICK_MS_MAX };
      quick.add(one);
      return () => (one.untilMs = Math.min(one.untilMs, nowMs() + MOMENT_MS));
    },
    hasOthers(accountId) {
      move();
      return isOther(recent, accountId) || isOther(before, accountId);
    },
    isServingOthers(accountId) {
      forgetAnswered();
      const now = nowMs();
      for (const one of quick) if (one.untilMs > now && one.accountId !== accountId) return true;
      return false;
    },
  };
}
