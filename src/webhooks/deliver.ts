// One guarded request and what came of it. All that a receiver may do to hold it up has a limit: the time in all, and in
// `answer-reader.ts` the headers and bytes of its answer. What came of it is told by a plain call: promises, timers and aborts of each
// delivery's own took more than half of the 210 µs that one cost this process.

import { AnswerReader } from './answer-reader.ts';
import { signatureHeaders } from './sign.ts';
import { retryAfterMs } from './retry.ts';
import { Deadlines } from './deadlines.ts';
import type { Answer, Fault } from './answer-reader.ts';
import type { Clock } from '../clock.ts';
import type { GuardedDispatcher } from './guarded-dispatcher.ts';
import type { KeyObject } from 'node:crypto';
import type { Message } from './event.ts';

/** One try, as it is kept in the log. */
export interface Attempt {
  readonly at: string;
  readonly durationMs: number;
  readonly address: string | null;
  readonly status: number | null;
  readonly fault: Fault | null;
  /** The beginning of the answer as text. */
  readonly answer: string;
  readonly isReplay?: true;
}

export interface Outcome {
  readonly attempt: Attempt;
  readonly verdict: 'delivered' | 'failed' | 'gone' | 'throttled';
  readonly retryAfterMs: number | null;
}

export interface Sending {
  readonly webhookId: string;
  readonly message: Message;
  readonly keys: readonly KeyObject[];
  readonly isReplay: boolean;
}

/** Sends to one endpoint over its guarded connections, and judges what came of it. */
export class Sender {
  readonly #clock: Clock;
  readonly #dispatcher: GuardedDispatcher;
  readonly #deadlines: Deadlines;

  constructor(clock: Clock, dispatcher: GuardedDispatcher) {
    this.#clock = clock;
    this.#dispatcher = dispatcher;
    this.#deadlines = new Deadlines(clock);
  }

  /** Tells `done` once, whatever happens. */
  send(sending: Sending, done: (outcome: Outcome) => void): void {
    const at = this.#clock.now();
    const beganMs = this.#clock.elapsedMs();
    const waiting = this.#deadlines.from(beganMs);
    const reader = new AnswerReader((answer) => {
      waiting.delete(reader);
      done(this.#outcomeOf(answer, { at, beganMs, sending }));
    });
    waiting.add(reader);
    dispatch(this.#dispatcher, sending, at, reader);
  }

  /** Gives up its connections, and what is on its way. */
  async close(): Promise<void> {
    this.#deadlines.end();
    await this.#dispatcher.close();
  }

  #outcomeOf(answer: Answer, { at, beganMs, sending }: { at: string; beganMs: number; sending: Sending }): Outcome {
    const attempt: Attempt = {
      at,
      durationMs: Math.round(this.#clock.elapsedMs() - beganMs),
      address: NOT_DIALLED.has(answer.fault) ? null : (answer.refusedBy ?? this.#dispatcher.address(sending.message.origin)),
      status: answer.status,
      fault: answer.fault ?? faultOf(answer.status),
      answer: answer.text,
      ...(sending.isReplay && { isReplay: true }),
    };
    return { attempt, verdict: verdictOf(attempt), retryAfterMs: retryAfterMs(answer.retryAfter, Date.parse(at)) };
  }
}

function dispatch({ agent }: GuardedDispatcher, { webhookId, message, keys, isReplay }: Sending, at: string, reader: AnswerReader): void {
  const { method, origin, path, body } = message;
  const timestamp = Math.floor(Date.parse(at) / 1000);
  const headers = {
    'user-agent': 'Clientele-Webhooks',
    ...(method !== 'GET' && { 'content-type': 'application/json' }),
    ...signatureHeaders({ id: webhookId, timestamp, body }, keys),
    ...(isReplay && { 'clientele-replay': 'true' }),
  };
  // The time in all has its own limit, so that these need none.
  agent.dispatch({ origin, path, method, headers, body: method === 'GET' ? null : body, headersTimeout: 0, bodyTimeout: 0 }, reader);
}

/** Faults behind which no connection was tried. */
const NOT_DIALLED: ReadonlySet<Fault | null> = new Set(['name', 'address']);

const GONE = 410;
const TOO_MANY = 429;

function faultOf(status: number | null): Fault | null {
  if (status === null) return 'connection';
  const hundreds = Math.floor(status / 100);
  if (hundreds === 2) return null;
  return hundreds === 3 ? 'redirect' : 'status';
}

function verdictOf({ status, fault }: Attempt): Outcome['verdict'] {
  if (fault === null) return 'delivered';
  if (fault !== 'status') return 'failed';
  if (status === GONE) return 'gone';
  return status === TOO_MANY ? 'throttled' : 'failed';
}
