// Word from other nodes (`LISTEN`): one connection of its own, made again as long as it takes when it is cut. What was said meanwhile
// is lost, so whoever listens is told once after each connection, as if something had been said.

import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

const RETRY_MS = 500;

/** Tells `hear` of every word on the channel until it is stopped. */
export function listenOn(url: string, channel: string, hear: () => void): { stop(): Promise<void> } {
  const ended = new AbortController();
  const running = run();
  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      await listenOnce(url, { channel, hear, ended: ended.signal }).catch(() => undefined);
      await setTimeout(RETRY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  }
  return {
    async stop() {
      ended.abort();
      await running;
    },
  };
}

interface Listening {
  readonly channel: string;
  readonly hear: () => void;
  readonly ended: AbortSignal;
}

/** Listens over one connection; resolves when it is cut, or no longer wanted. */
async function listenOnce(url: string, { channel, hear, ended }: Listening): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    application_name: 'clientele listener',
    connectionTimeoutMillis: 5_000,
  });
  const cut = new Promise<void>((resolve) => {
    client.once('end', resolve);
    client.once('error', () => resolve());
    ended.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('notification', hear);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    hear();
    await cut;
  } finally {
    await client.end().catch(() => undefined);
  }
}
