// `clientele listen`: a receiver of webhooks for development. It verifies each signature as a receiver should, prints each delivery,
// and hands it on to a program under development.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { request } from 'undici';
import { askServer, withServerFlags } from './server.ts';
import { isSigned } from '../webhooks/sign.ts';
import { RegistryError } from '../error.ts';
import type { Command } from 'commander';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerFlags } from './server.ts';

export interface ListenFlags extends ServerFlags {
  readonly port: string;
  readonly forward?: string;
  readonly secret?: string;
  readonly register?: boolean;
  readonly json?: boolean;
}

const BODY_BYTES_MAX = 4 * 1024 * 1024;

export function listenCommand(program: Command): void {
  const command = program
    .command('listen')
    .description('receive webhooks on this machine: verify their signatures and print them')
    .option('--port <number>', 'port to listen on (0: any free one)', '9000')
    .option('--forward <url>', 'hand each delivery on to this address, and its answer back')
    .option('--secret <secret>', 'what signs the webhooks (whsec_…); without it the server is asked')
    .option('--register', "make this receiver the account's webhook")
    .option('--json', 'one JSON object a delivery');
  withServerFlags(command).action(async (flags: ListenFlags) => {
    const server = await listen(flags, (line) => void process.stdout.write(`${line}\n`));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    server.close();
    server.closeAllConnections();
  });
}

/** Starts receiving; each delivery is one `line`. */
export async function listen(flags: ListenFlags, tell: (line: string) => void): Promise<Server> {
  const secrets = flags.secret === undefined ? await secretsOf(flags) : [flags.secret];
  const server = createServer((incoming, answer) => {
    take(flags, secrets, { incoming, answer }).then(tell, (error: unknown) => {
      answer.destroy();
      process.stderr.write(`clientele: a delivery broke off: ${(error as Error).message}\n`);
    });
  });
  server.listen(portOf(flags.port), '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  if (flags.register === true) await register(flags, url);
  process.stderr.write(`Listening on ${url}${flags.register === true ? ", which is the account's webhook now" : ''}. Ctrl-C stops.\n`);
  return server;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new RegistryError('setting_invalid', '--port is a whole number from 0 to 65535 (0: any free port).');
}

async function secretsOf(flags: ServerFlags): Promise<string[]> {
  const answer = await askServer(flags, { method: 'GET', path: '/v1/webhooks/secrets' });
  const { data } = (await answer.json()) as { data: { secret: string }[] };
  return data.map(({ secret }) => secret);
}

async function register(flags: ServerFlags, url: string): Promise<void> {
  const sent = { method: 'PATCH', path: '/v1/webhooks', body: JSON.stringify({ url }), contentType: 'application/json' };
  await askServer(flags, sent);
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
}

async function take({ forward, json }: ListenFlags, secrets: readonly string[], { incoming, answer }: Exchange): Promise<string> {
  const body = await bodyOf(incoming);
  const isGenuine = isSigned(incoming.headers, body, secrets, Date.now() / 1000);
  const code = isGenuine ? await passOn(forward, incoming, body) : UNSIGNED;
  answer.writeHead(code).end();
  return json === true ? JSON.stringify(describe(incoming, body, isGenuine, code)) : print(describe(incoming, body, isGenuine, code));
}

const UNSIGNED = 401;
const TAKEN = 204;
const UNREACHED = 502;

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) throw new Error('its body is larger than any that the registry sends');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The status of whom it is handed on to. */
async function passOn(forward: string | undefined, { method = 'POST', headers, url = '' }: IncomingMessage, body: string): Promise<number> {
  if (forward === undefined) return TAKEN;
  const target = new URL(forward);
  target.search = [target.search.slice(1), new URL(url, 'http://local').search.slice(1)].filter(Boolean).join('&');
  const passed = Object.entries(headers).filter(([name]) => /^(webhook-|clientele-|content-type$)/.test(name));
  try {
    const answer = await request(target, { method, headers: Object.fromEntries(passed), body: body === '' ? null : body });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return UNREACHED;
  }
}

interface Described {
  readonly at: string;
  readonly id: string;
  readonly isGenuine: boolean;
  readonly answered: number;
  readonly method: string;
  readonly isReplay: boolean;
  readonly event: unknown;
}

function describe({ headers, method = '', url = '' }: IncomingMessage, body: string, isGenuine: boolean, answered: number): Described {
  const query = Object.fromEntries(new URL(url, 'http://local').searchParams);
  const isReplay = headers['clientele-replay'] === 'true';
  return {
    at: new Date().toISOString(),
    id: String(headers['webhook-id']),
    isGenuine,
    answered,
    method,
    isReplay,
    event: eventIn(body) ?? query,
  };
}

function eventIn(body: string): unknown {
  try {
    return body === '' ? null : JSON.parse(body);
  } catch {
    return body;
  }
}

function print({ at, id, isGenuine, answered, method, isReplay, event }: Described): string {
  const type = (event as { type?: string } | null)?.type ?? 'no event';
  const words = [
    at.slice(11, 19),
    method,
    type,
    isGenuine ? 'signature good' : 'SIGNATURE WRONG',
    isReplay ? 'replay' : '',
    `answered ${answered}`,
  ];
  return `${words.filter(Boolean).join('  ')}  ${id}\n${JSON.stringify(event, null, 2)}\n`;
}
