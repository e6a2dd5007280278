// What one account's flood costs another: single events and single reads of a neighbour, first in calm, then while an account sends
// batches of 1,000 over eight connections, as fast as it is let, under the limits that a server has unless told otherwise.

import { Client } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyLoad, amountOf } from './load.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import { headersOf, withProduct } from './product.ts';
import { WASABI_LINES } from './batches.ts';
import type { Bench, Figure } from './stage.ts';
import type { Load, LoadResult } from './load.ts';

const FLOOD_CONNECTIONS = 8;
const FLOOD_RECORDS = 100_000;
const NEIGHBOUR_CONNECTIONS = 4;
const NEIGHBOUR_REQUESTS = 1_000;
const JSON_TYPE = 'application/json';

export const flood: Bench = {
  name: 'flood',
  figures: ['neighbour-writes-calm', 'neighbour-reads-calm', 'neighbour-writes', 'neighbour-reads'],
  measure: (stage) =>
    withProduct(stage, 'postgresql', async ({ origin }) => {
      const neighbour = await newNeighbour(origin);
      const calm = [await neighbour.write('neighbour-writes-calm', 1), await neighbour.read('neighbour-reads-calm')];
      const flooding = new Flood(origin);
      const flooded = [await neighbour.write('neighbour-writes', 2), await neighbour.read('neighbour-reads')];
      console.error(`the flood had ${await flooding.end()} records taken a second meanwhile`);
      return [...calm, ...flooded];
    }),
};

interface Neighbour {
  /** Each event is a newer statement than those of the turns before. */
  write(name: string, turn: number): Promise<Figure>;
  read(name: string): Promise<Figure>;
}

/** Another account than the one that floods, whose people are there already. */
async function newNeighbour(origin: string): Promise<Neighbour> {
  const authorization = `Bearer ${await newAccountKey(origin)}`;
  const count = NEIGHBOUR_REQUESTS;
  const load = (more: Pick<Load, 'method' | 'request'>): Promise<LoadResult> =>
    applyLoad({
      origin,
      connections: NEIGHBOUR_CONNECTIONS,
      ...amountOf(count),
      headers: { authorization, 'content-type': JSON_TYPE },
      ...more,
    });
  const write = (turn: number): Promise<LoadResult> => {
    const texts = sampleTexts('wasabi', count, turn);
    return load({ method: 'POST', request: (at) => ({ path: '/wasabi/events', body: texts[at] as string }) });
  };
  await write(0);
  const ids = sampleTexts('wasabi', count).map((text) => (JSON.parse(text) as { body: { customerId: string } }).body.customerId);
  return {
    write: async (name, turn) => waitOf(name, await write(turn)),
    read: async (name) =>
      waitOf(
        name,
        await load({ method: 'GET', request: (at) => ({ path: `/wasabi/customers/${encodeURIComponent(ids[at] as string)}` }) }),
      ),
  };
}

/** The row is about waiting: how many a second four connections can ask is no matter. */
function waitOf(name: string, { p50Ms, p99Ms }: LoadResult): Figure {
  return { name, p50Ms, p99Ms };
}

async function newAccountKey(origin: string): Promise<string> {
  const client = new Client(origin);
  const post = async <T>(path: string, body: object, headers: Record<string, string>): Promise<T> => {
    const answer = await client.request({
      path,
      method: 'POST',
      headers: { ...headers, 'content-type': JSON_TYPE },
      body: JSON.stringify(body),
    });
    return (await answer.body.json()) as T;
  };
  const credentials = { username: 'neighbour', password: 'a password for benches' };
  await post('/voipbin/v1.0/customers', credentials, headersOf(JSON_TYPE));
  const { token } = await post<{ token: string }>('/voipbin/auth/login', credentials, {});
  const { key } = await post<{ key: string }>('/v1/access-keys', {}, { authorization: `Bearer ${token}` });
  await client.close();
  return key;
}

/** Batches of the operator's account, again and again until it is ended; told to wait, it waits as it is told. */
class Flood {
  readonly #bodies: readonly Buffer[];
  readonly #origin: string;
  readonly #beganAt = performance.now();
  readonly #senders: Promise<void>[];
  #isEnded = false;
  #next = 0;

  constructor(origin: string) {
    this.#origin = origin;
    this.#bodies = bodiesOf(sampleTexts('wasabi', FLOOD_RECORDS), WASABI_LINES.size, WASABI_LINES.carrier);
    this.#senders = Array.from({ length: FLOOD_CONNECTIONS }, () => this.#send(new Client(origin, { headersTimeout: 0, bodyTimeout: 0 })));
  }

  async #send(client: Client): Promise<void> {
    while (!this.#isEnded) {
      const body = this.#bodies[this.#next++ % this.#bodies.length] as Buffer;
      const answer = await client.request({ path: WASABI_LINES.path, method: 'POST', headers: headersOf(WASABI_LINES.contentType), body });
      await answer.body.dump();
      if (answer.statusCode !== 200) await sleep(Number(answer.headers['retry-after'] ?? 1) * 1_000);
    }
    await client.close();
  }

  /** Ends the flood; gives how many records of it were taken a second. */
  async end(): Promise<number> {
    const seconds = (performance.now() - this.#beganAt) / 1_000;
    const taken = await this.#taken();
    this.#isEnded = true;
    await Promise.all(this.#senders);
    return Math.round(taken / seconds);
  }

  /** How many records are kept by now, those of requests that still run among them. */
  async #taken(): Promise<number> {
    const client = new Client(this.#origin);
    const answer = await client.request({ path: '/v1/outcomes', method: 'GET', headers: headersOf() });
    const { total } = (await answer.body.json()) as { total: { received: number } };
    await client.close();
    return total.received;
  }
}
