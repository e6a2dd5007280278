// An allowance that grows with time and is spent: so much a second, at most a second's worth saved up. What is spent beyond it is a debt that
// is waited off; a fixed window would forgive it at its end, and one large request be as good as none.

export interface Allowance {
  /** What is left; below zero it is owed. */
  readonly left: number;
  readonly atMs: number;
}

/** What is left now of what was left then. */
export function grow({ left, atMs }: Allowance, perSecond: number, nowMs: number): Allowance {
  return { left: Math.min(perSecond, left + ((nowMs - atMs) / 1000) * perSecond), atMs: nowMs };
}

/** Whole seconds until `amount` can be spent; 0: now. */
export function secondsUntil({ left }: Allowance, amount: number, perSecond: number): number {
  return left >= amount ? 0 : Math.ceil((amount - left) / perSecond);
}
