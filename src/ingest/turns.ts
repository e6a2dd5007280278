// Turns at the event loop: work that holds it for milliseconds is done slice by slice, one slice a round of the loop, and account after
// account. However many requests one account has, a round is as long as a slice, and every other request is served in between.

export interface Turns {
  /** Resolves when it is the account's turn, for one slice that begins at once. */
  take(accountId: string): Promise<void>;
}

export function openTurns(): Turns {
  /** Accounts in the order of their turns. */
  const waiting = new Map<string, (() => void)[]>();
  let isDue = false;

  function give(): void {
    isDue = false;
    const [accountId, queue] = waiting.entries().next().value as [string, (() => void)[]];
    waiting.delete(accountId);
    queue.shift()?.();
    if (queue.length > 0) waiting.set(accountId, queue);
    if (waiting.size > 0) giveNext();
  }
  function giveNext(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(give);
  }

  return {
    take: (accountId) =>
      new Promise((resolve) => {
        const queue = waiting.get(accountId);
        if (queue) queue.push(resolve);
        else waiting.set(accountId, [resolve]);
        giveNext();
      }),
  };
}
