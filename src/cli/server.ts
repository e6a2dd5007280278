// A running server as commands reach it: by URL and access key, given as flags or by the environment.

import { Readable } from 'node:stream';
import { request as requestOnce } from 'undici';
import { REFUSALS, RegistryError } from '../error.ts';
import type { Command } from 'commander';
import type { RefusalCode } from '../error.ts';

export interface ServerFlags {
  readonly url?: string;
  readonly key?: string;
}

export interface ServerRequest {
  readonly method: string;
  readonly path: string;
  /** A stream is sent as it comes, in constant memory. */
  readonly body?: string | AsyncIterable<Uint8Array>;
  readonly contentType?: string;
}

const LOCAL_URL = 'http://127.0.0.1:8080';

/** Adds the flags that name a server. */
export function withServerFlags(command: Command): Command {
  return command
    .option('--url <url>', `a running server (CLIENTELE_URL; default ${LOCAL_URL})`)
    .option('--key <key>', 'access key for it (CLIENTELE_KEY, which no process list shows)');
}

/** Sends one request and gives a good answer; refuses with `unavailable` where nobody answers, else as the server did. */
export async function askServer(flags: ServerFlags, request: ServerRequest): Promise<Response> {
  const answer = await sendToServer(flags, request);
  if (answer.ok) return answer;
  const { code, detail } = refusalIn(await answer.json().catch(() => ({})));
  const known = code !== undefined && code in REFUSALS ? (code as RefusalCode) : 'unavailable';
  throw new RegistryError(known, `The server refused: ${detail ?? `it answered ${answer.status}`}`);
}

/** The registry's problem document, or VoIPBin's envelope, whose reason may be the code of one fault of the request. */
function refusalIn(body: unknown): { code?: string; detail?: string } {
  const { error } = body as { error?: { status?: string; reason?: string; message?: string } };
  if (typeof error !== 'object') return body as { code?: string; detail?: string };
  const { status, reason = '', message = '' } = error;
  return { code: status === 'INVALID_ARGUMENT' ? 'request_invalid' : reason.toLowerCase(), detail: message };
}

/** Sends one request and gives whatever the server answers. */
export async function sendToServer({ url, key }: ServerFlags, { method, path, body, contentType }: ServerRequest): Promise<Response> {
  const base = url ?? process.env['CLIENTELE_URL'] ?? LOCAL_URL;
  const token = key ?? process.env['CLIENTELE_KEY'];
  if (token === undefined) throw new RegistryError('unauthenticated', 'An access key is needed: set CLIENTELE_KEY, or give --key.');
  const headers = { authorization: `Bearer ${token}`, ...(contentType !== undefined && { 'content-type': contentType }) };
  try {
    const target = new URL(path, base);
    if (typeof body === 'object') return await sendStream(target, { method, headers, body });
    return await fetch(target, { method, headers, ...(body !== undefined && { body }) });
  } catch (error) {
    if (!URL.canParse(path, base)) throw new RegistryError('setting_invalid', `"${base}" is no URL.`, { cause: error });
    throw new RegistryError('unavailable', `Nobody answers at ${base}: start a server ("clientele serve"), or name one with --url.`, {
      cause: error,
    });
  }
}

interface Streamed {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Not by `fetch`, which holds a stream whole in memory where the server is slower than its source. */
async function sendStream(target: URL, { method, headers, body }: Streamed): Promise<Response> {
  const sent = Readable.from(body, { objectMode: false });
  const { statusCode, body: answer } = await requestOnce(target, { method, headers, body: sent, headersTimeout: 0 });
  return new Response(await answer.text(), { status: statusCode });
}
