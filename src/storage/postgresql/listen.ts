// Word from other nodes (`LISTEN`): one connection for all channels, made again as long as it takes when it is cut. What was said
// meanwhile is lost, so whoever listens is told once after each connection, as if something had been said.

import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

const RETRY_MS = 500;

export class Listener {
  readonly #url: string;
  readonly #hearers = new Map<string, (() => void)[]>();
  readonly #ended = new AbortController();
  #client: pg.Client | null = null;
  #running: Promise<void> | undefined;

  /** Connects when somebody listens. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Tells `hear` of every word on the channel until it is stopped. */
  listen(channel: string, hear: () => void): void {
    this.#hearers.set(channel, [...(this.#hearers.get(channel) ?? []), hear]);
    this.#running ??= this.#run();
    if (this.#client) void this.#join(this.#client, [channel]).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#listenOnce(signal).catch(() => undefined);
      await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Listens over one connection; resolves when it is cut, or no longer wanted. */
  async #listenOnce(ended: AbortSignal): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      keepAlive: true,
      application_name: 'clientele listener',
      connectionTimeoutMillis: 5_000,
    });
    const cut = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.once('error', () => resolve());
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ channel }) => this.#tell(channel));
    client.on('error', () => undefined);
    try {
      await client.connect();
      this.#client = client;
      await this.#join(client, [...this.#hearers.keys()]);
      await cut;
    } finally {
      this.#client = null;
      await client.end().catch(() => undefined);
    }
  }

  async #join(client: pg.Client, channels: readonly string[]): Promise<void> {
    await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
    for (const channel of channels) this.#tell(channel);
  }

  #tell(channel: string): void {
    for (const hear of this.#hearers.get(channel) ?? []) hear();
  }
}
