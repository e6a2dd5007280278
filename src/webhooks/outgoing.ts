// What goes out to one endpoint: of each customer the next, as many at once as the endpoint's pace allows.

import { isReplay } from './settle.ts';
import { messageOf } from './event.ts';
import { openGuardedDispatcher } from './guarded-dispatcher.ts';
import { Pace, SLOTS_MAX } from './pace.ts';
import { Sender } from './deliver.ts';
import type { Chains, Next } from './chains.ts';
import type { Clock } from '../clock.ts';
import type { Delivery } from '../storage/deliveries.ts';
import type { Outcome } from './deliver.ts';
import type { Result } from './settle.ts';
import type { Target } from './target.ts';
import type { WorkerDeps } from './worker-deps.ts';

export class Outgoing {
  readonly #clock: Clock;
  readonly #chains: Chains;
  readonly #take: (result: Result) => void;
  readonly #sender: Sender;
  readonly #pace = new Pace();
  #inFlight = 0;

  /** `take` is told of every try that is over. */
  constructor({ allowed, lookup, clock }: WorkerDeps, chains: Chains, take: (result: Result) => void) {
    this.#clock = clock;
    this.#chains = chains;
    this.#take = take;
    this.#sender = new Sender(clock, openGuardedDispatcher({ allowed, lookup, connectionsMax: SLOTS_MAX }));
  }

  /** Nothing is on its way. */
  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  /** How long nothing goes out, because the receiver is in trouble. */
  get restMs(): number {
    return this.#pace.restMs(this.#nowMs());
  }

  /** Sends as many as may go now, while `isOpen`. */
  send(target: Target, isOpen: () => boolean): void {
    while (isOpen() && this.#inFlight < this.#pace.slots(this.#nowMs())) {
      const next = this.#chains.next(target.isCoalescing);
      if (!next) return;
      this.#sendOne(next, target);
    }
  }

  /** Gives up what is on its way. */
  close(): Promise<void> {
    return this.#sender.close();
  }

  #sendOne({ delivery: last, replaced }: Next, target: Target): void {
    const delivery = replaced.length === 0 ? last : standingFor(last, replaced);
    const message = messageOf(delivery, target);
    this.#inFlight += 1;
    this.#sender.send({ webhookId: delivery.deliveryId, message, keys: target.keys, isReplay: isReplay(delivery) }, (outcome) => {
      this.#inFlight -= 1;
      this.#adjust(outcome);
      this.#take({ delivery, replaced, outcome });
    });
  }

  #adjust({ verdict, retryAfterMs }: Outcome): void {
    if (verdict === 'delivered') this.#pace.succeed();
    else if (verdict === 'throttled') this.#pace.throttle(this.#nowMs(), retryAfterMs, Math.random());
    else this.#pace.fail(this.#nowMs(), Math.random());
  }

  #nowMs(): number {
    return Date.parse(this.#clock.now());
  }
}

/** The last of a run of updates, telling of all of them. */
function standingFor(delivery: Delivery, replaced: readonly Delivery[]): Delivery {
  return { ...delivery, coalesced: replaced.length + 1, previousVersion: replaced[0]?.previousVersion ?? null };
}
