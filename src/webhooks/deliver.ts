// One guarded request and what came of it. All that a receiver may do to hold it up has a limit: the time in all, and in
// `answer-reader.ts` the headers and bytes of its answer.

import { AnswerReader, TimedOut } from './answer-reader.ts';
import { signatureHeaders } from './sign.ts';
import { retryAfterMs } from './retry.ts';
import type { Answer, Fault } from './answer-reader.ts';
import type { Clock } from '../clock.ts';
import type { GuardedDispatcher } from './guarded-dispatcher.ts';
import type { Message } from './event.ts';

export const TIMEOUT_MS = 15_000;

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
  readonly secrets: readonly string[];
  readonly isReplay: boolean;
}

/** Sends and judges. Never rejects. */
export async function deliver(clock: Clock, dispatcher: GuardedDispatcher, sending: Sending): Promise<Outcome> {
  const at = clock.now();
  const beganMs = clock.elapsedMs();
  const answer = await withinTime(clock, (reader) => send(dispatcher, sending, at, reader));
  const attempt: Attempt = {
    at,
    durationMs: Math.round(clock.elapsedMs() - beganMs),
    address: dispatcher.address(),
    status: answer.status,
    fault: answer.fault ?? faultOf(answer.status),
    answer: answer.text,
    ...(sending.isReplay && { isReplay: true }),
  };
  return { attempt, verdict: verdictOf(attempt), retryAfterMs: retryAfterMs(answer.retryAfter, Date.parse(at)) };
}

async function withinTime(clock: Clock, begin: (reader: AnswerReader) => void): Promise<Answer> {
  const answered = new AbortController();
  const answer = await new Promise<Answer>((resolve) => {
    const reader = new AnswerReader(resolve);
    void clock.sleep(TIMEOUT_MS, answered.signal).then(() => {
      if (!answered.signal.aborted) reader.abort(new TimedOut());
    });
    begin(reader);
  });
  answered.abort();
  return answer;
}

function send({ agent }: GuardedDispatcher, { webhookId, message, secrets, isReplay }: Sending, at: string, reader: AnswerReader): void {
  const { method, url, body } = message;
  const timestamp = Math.floor(Date.parse(at) / 1000);
  const headers = {
    'user-agent': 'Clientele-Webhooks',
    ...(method !== 'GET' && { 'content-type': 'application/json' }),
    ...signatureHeaders({ id: webhookId, timestamp, body }, secrets),
    ...(isReplay && { 'clientele-replay': 'true' }),
  };
  const request = { origin: url.origin, path: url.pathname + url.search, method, headers, body: method === 'GET' ? null : body };
  // The time in all has its own limit, so that these need none.
  agent.dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, reader);
}

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
