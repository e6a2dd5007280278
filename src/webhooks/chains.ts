// What a lane has read and not settled: one chain for each subject, so that a later delivery of a customer goes only when what became
// of the earlier one is written down, while other customers flow on.

import type { Delivery } from '../storage/deliveries.ts';

interface Chain {
  readonly queue: Delivery[];
  /** One of it is on its way, or its outcome is not written yet. */
  isBusy: boolean;
  /** More of it may wait in the store, behind the place up to which the lane has read; until that is read, nothing is added. */
  hasMore: boolean;
}

/** A delivery to send, and the earlier ones for which it stands. */
export interface Next {
  readonly delivery: Delivery;
  readonly replaced: readonly Delivery[];
}

export class Chains {
  readonly #chains = new Map<string, Chain>();
  /** Subjects that may send, in the order of their turn. */
  readonly #ready: string[] = [];
  #size = 0;

  /** Deliveries that wait in memory. */
  get size(): number {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#chains.size === 0;
  }

  /** Adds what the lane read in the order of sending. */
  add(delivery: Delivery): void {
    const { subjectId } = delivery;
    const chain = this.#chains.get(subjectId);
    if (chain?.hasMore) return;
    if (chain) this.#push(chain, delivery);
    else this.#start(subjectId, [delivery], false);
  }

  /** Adds one that is tried again (or sent again), unless its subject is at work; others of its subject are read when it is settled. */
  addDue(delivery: Delivery): void {
    if (!this.#chains.has(delivery.subjectId)) this.#start(delivery.subjectId, [delivery], true);
  }

  /** The next delivery whose turn it is; its subject is busy until `advance` or `drop`. */
  next(isCoalescing: boolean): Next | undefined {
    const chain = this.#turn();
    if (!chain) return undefined;
    const count = isCoalescing ? runOfUpdates(chain.queue) : 1;
    const taken = chain.queue.splice(0, count);
    this.#size -= taken.length;
    chain.isBusy = true;
    return { delivery: taken.at(-1) as Delivery, replaced: taken.slice(0, -1) };
  }

  /** The outcome is written: the subject's next may go. */
  advance(subjectId: string): void {
    const chain = this.#chains.get(subjectId);
    if (!chain) return;
    chain.isBusy = false;
    if (chain.queue.length > 0) this.#ready.push(subjectId);
    else if (!chain.hasMore) this.#chains.delete(subjectId);
  }

  /** The subject waits for a retry: what else was read of it is read again then. */
  drop(subjectId: string): void {
    this.#size -= this.#chains.get(subjectId)?.queue.length ?? 0;
    this.#chains.delete(subjectId);
  }

  /** Keeps only events of the account itself: it is deleted, and what else waits is cancelled. */
  keepAccountsOwn(): void {
    for (const [subjectId, chain] of this.#chains) {
      const kept = chain.queue.filter(({ type }) => type.startsWith('account.'));
      this.#size -= chain.queue.length - kept.length;
      chain.queue.splice(0, chain.queue.length, ...kept);
      if (kept.length === 0 && !chain.isBusy) this.#chains.delete(subjectId);
    }
  }

  /** Subjects of which more must be read before they can go on. */
  unread(limit: number): string[] {
    const found: string[] = [];
    for (const [subjectId, { hasMore, isBusy, queue }] of this.#chains) {
      if (hasMore && !isBusy && queue.length === 0) found.push(subjectId);
      if (found.length === limit) break;
    }
    return found;
  }

  /** What was read of such a subject. One that waits for a retry stands still. */
  fill(subjectId: string, deliveries: readonly Delivery[], hasMore: boolean): void {
    this.#chains.delete(subjectId);
    if (deliveries.length > 0 && deliveries[0]?.state === 'pending') this.#start(subjectId, deliveries, hasMore);
  }

  /** The chain whose turn it is; turns of chains that were forgotten meanwhile are passed over. */
  #turn(): Chain | undefined {
    for (let name = this.#ready.shift(); name !== undefined; name = this.#ready.shift()) {
      const chain = this.#chains.get(name);
      if (chain && !chain.isBusy && chain.queue.length > 0) return chain;
    }
    return undefined;
  }

  #start(subjectId: string, deliveries: readonly Delivery[], hasMore: boolean): void {
    this.#chains.set(subjectId, { queue: [...deliveries], isBusy: false, hasMore });
    this.#ready.push(subjectId);
    this.#size += deliveries.length;
  }

  #push(chain: Chain, delivery: Delivery): void {
    chain.queue.push(delivery);
    this.#size += 1;
  }
}

/** How many of the first deliveries are one run of updates, of which only the last need be told. */
function runOfUpdates(queue: readonly Delivery[]): number {
  const isUpdate = ({ type, state }: Delivery): boolean => type === 'customer.updated' && state === 'pending';
  const end = queue.findIndex((delivery) => !isUpdate(delivery));
  return Math.max(end === -1 ? queue.length : end, 1);
}
