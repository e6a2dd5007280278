// Clients under which a server is killed: some send batches, some single events, some about the same people. Each notes in the
// journal what it sends and what was acknowledged, and carries on whatever happens to the server.

import { COBI, WASABI } from '../helpers/line.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { Entry, Journal } from './journal.ts';

const BATCH_RECORDS = 150;
const SINGLE_CLIENTS = 6;
/** People whom both feeds and several clients tell of at once. */
const CROWD = 400;

export interface Load {
  /** Answers that were no acknowledgement and are none of those that a registry without its store gives; there must be none. */
  readonly surprises: readonly string[];
  /** Records acknowledged until now; grows while the server answers. */
  readonly acknowledged: () => number;
  /** No new requests; resolves when those under way are answered or lost. */
  stop(): Promise<void>;
}

/** Version times are taken from here, so that each is used once in a run. */
let moment = Date.UTC(2024, 0, 1) * 1000;

function nextTime(): string {
  moment += 1;
  return `${new Date(Math.floor(moment / 1_000_000) * 1000).toISOString().slice(0, 19)}.${String(moment % 1_000_000).padStart(6, '0')}Z`;
}

/** Starts the clients; they ask `api()` anew for each request, so that a server may come back at another address. */
export function startLoad(api: () => Api, journal: Journal): Load {
  const surprises: string[] = [];
  let isRunning = true;
  let person = 0;
  const nextPerson = (): string => uuid((person += 1) % CROWD);

  const send = async (entries: readonly Entry[], request: (api: Api) => Promise<Answer<unknown>>): Promise<void> => {
    journal.send(entries);
    const answer = await request(api()).catch(() => null);
    if (answer?.status === 200) return journal.acknowledge(entries);
    if (answer && !isAway(answer, entries.length)) surprises.push(`${answer.status} ${answer.text}`);
    // A server that is away refuses at once: asking without a pause would starve whoever starts it again.
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const events = (count: number): Entry[] =>
    Array.from({ length: count }, () => ({ feed: WASABI, sourceId: nextPerson(), time: nextTime() }));
  const eventOf = ({ sourceId, time }: Entry): object => wasabi(sourceId, { updatedAt: time });
  const customerOf = ({ sourceId, time }: Entry): object => ({ ...cobi(1), customer_id: sourceId, updated: time });

  const clients = [
    async () => {
      const entries = events(1);
      await send(entries, (to) => to.post('/wasabi/events', eventOf(entries[0] as Entry)));
    },
    async () => {
      const entries = events(BATCH_RECORDS);
      await send(entries, (to) => to.post('/wasabi/events', entries.map((entry) => JSON.stringify(eventOf(entry))).join('\n')));
    },
    async () => {
      const entries = events(BATCH_RECORDS).map((entry) => ({ ...entry, feed: COBI }));
      await send(entries, (to) => to.post('/cobi/v1/data/customers', { records: entries.map(customerOf) }));
    },
  ] as const;
  const [single, ...batches] = clients;
  const running = [...Array.from({ length: SINGLE_CLIENTS }, () => single), ...batches].map(async (client) => {
    while (isRunning) await client();
  });
  return {
    surprises,
    acknowledged: () => journal.acknowledgedCount,
    async stop() {
      isRunning = false;
      await Promise.all(running);
    },
  };
}

/** `unavailable`, or a Cobi batch of which nothing was taken, as its API says it. */
function isAway({ status, body }: Answer<unknown>, records: number): boolean {
  if (status === 503) return true;
  const batches = (body as { batches?: { data: { not_taken: number } }[] }).batches ?? [];
  return status === 500 && batches.length === 1 && batches[0]?.data.not_taken === records;
}
