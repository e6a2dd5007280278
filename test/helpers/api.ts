// A small HTTP client for tests: says exactly what it sends, and throws at nothing but a broken connection.

import { Agent, request } from 'undici';
import type { Readable } from 'node:stream';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type RequestBody = string | Uint8Array | Readable;

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The text as JSON; the text itself where it is none. */
  readonly body: T;
}

export interface Api {
  readonly url: string;
  get<T = unknown>(path: string): Promise<Answer<T>>;
  /** Sends a body as it is, or a value as JSON. */
  post<T = unknown>(path: string, body: RequestBody | object, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Any method; a body is sent as `post` does. */
  send<T = unknown>(method: Method, path: string, body?: RequestBody | object, headers?: Record<string, string>): Promise<Answer<T>>;
  /** The same server, asked with another key; null: with none. */
  withKey(key: string | null): Api;
}

/** Connections of one client are its own: a server's end never meets another test's. */
export function apiOf(url: string, key: string | null, agent = new Agent({ connections: 64 })): Api {
  const credentials: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const ask = async <T>(
    method: Method,
    path: string,
    sent: { body?: RequestBody; headers?: Record<string, string> },
  ): Promise<Answer<T>> => {
    const headers = { ...credentials, ...sent.headers };
    const answer = await request(url + path, { method, headers, dispatcher: agent, body: sent.body ?? null });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, body: jsonOf(text) as T };
  };
  const send: Api['send'] = (method, path, body, headers = {}) => {
    if (body === undefined) return ask(method, path, { headers });
    return ask(method, path, { body: bodyOf(body), headers: { 'content-type': 'application/json', ...headers } });
  };
  return {
    url,
    get: (path) => ask('GET', path, {}),
    post: (path, body, headers) => send('POST', path, body, headers),
    send,
    withKey: (other) => apiOf(url, other, agent),
  };
}

function bodyOf(body: RequestBody | object): RequestBody {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array || 'pipe' in body;
  return isRaw ? body : JSON.stringify(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
