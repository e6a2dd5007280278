// A receiver of webhooks for tests: answers as it is told, verifies every signature with the reference library, and keeps what came.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { eventually } from './eventually.ts';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly id: string;
  readonly isReplay: boolean;
  readonly headers: IncomingMessage['headers'];
  /** The body as JSON; null where there is none. */
  readonly body: ReceivedEvent | null;
  readonly text: string;
}

export interface ReceivedEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Record<string, unknown>;
  readonly sequence: number;
  readonly version?: number;
  readonly previousVersion?: number | null;
  readonly coalesced?: number;
}

export type Script = (received: Received, answer: ServerResponse, request: IncomingMessage) => void;

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Connections taken so far. */
  connections(): number;
  /** How it answers from now on. */
  answer: Script;
  /** Resolves when `enough` holds of what was received. */
  until(enough: (received: readonly Received[]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

export const ok: Script = (_received, answer) => void answer.writeHead(204).end();

/** A script that answers with a status, and headers. */
export function withStatus(status: number, headers: Record<string, string> = {}): Script {
  return (_received, answer) => void answer.writeHead(status, headers).end();
}

/** Starts on the loopback. */
export async function startReceiver(answer: Script = ok): Promise<Receiver> {
  let connections = 0;
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = receivedFrom(request, Buffer.concat(parts).toString());
      received.push(one);
      receiver.answer(one, response, request);
    });
    request.on('error', () => undefined);
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    connections: () => connections,
    answer,
    async until(enough) {
      await eventually(() => received, enough);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

function receivedFrom({ method = '', url = '', headers }: IncomingMessage, text: string): Received {
  const id = String(headers['webhook-id']);
  const isReplay = headers['clientele-replay'] === 'true';
  return { method, url, id, isReplay, headers, text, body: text === '' ? null : (JSON.parse(text) as ReceivedEvent) };
}

/** Throws unless one of the signatures is by `secret`, over exactly this body. The receiver's clock is that of the sender. */
export function verify({ headers, text }: Received, secret: string): void {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  vi.useFakeTimers({ toFake: ['Date'], now: Number(named['webhook-timestamp']) * 1000 });
  try {
    new Webhook(secret).verify(text, named);
  } finally {
    vi.useRealTimers();
  }
}
