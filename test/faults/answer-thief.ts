// A wire between the registry and PostgreSQL that can be cut where it hurts: behind a COMMIT that the server has carried out and
// before its answer arrives, or before the server ever reads it.

import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

/** What PostgreSQL answers when a COMMIT is done. */
const COMMITTED = Buffer.from('COMMIT\0');
/** How every COMMIT of a saving transaction is spelt on the wire. */
const COMMIT = Buffer.from('commit\0');

export interface AnswerThief {
  /** The URL of the database, through the wire. */
  readonly url: string;
  readonly thefts: number;
  /** `answers`: one in `every` COMMIT's answers is stolen; `requests`: the COMMIT itself; null: none. */
  steal(what: 'answers' | 'requests' | null, every?: number): void;
  close(): Promise<void>;
}

export async function startAnswerThief(databaseUrl: string): Promise<AnswerThief> {
  const target = new URL(databaseUrl);
  let thefts = 0;
  let seen = 0;
  let prey: 'answers' | 'requests' | null = null;
  let oneIn = 1;
  const isStolen = (what: 'answers' | 'requests', chunk: Buffer): boolean => {
    if (prey !== what || !chunk.includes(what === 'answers' ? COMMITTED : COMMIT)) return false;
    seen += 1;
    if (seen % oneIn !== 0) return false;
    thefts += 1;
    return true;
  };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const cut = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) sockets.add(socket.on('error', cut).on('close', cut));
    near.on('data', (chunk: Buffer) => (isStolen('requests', chunk) ? cut() : far.write(chunk)));
    far.on('data', (chunk: Buffer) => (isStolen('answers', chunk) ? cut() : near.write(chunk)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get thefts() {
      return thefts;
    },
    steal(what, every = 1) {
      prey = what;
      oneIn = every;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
