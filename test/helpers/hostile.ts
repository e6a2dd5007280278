// The table of bad input in test/fixtures/hostile: each case says what is sent and the exact answer that is expected.

import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cobi, wasabi } from './people.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/hostile');

/** What becomes of it: the status, and the codes of the refusal or of the record's issues, each once, in order. */
export interface Expected {
  readonly status: number;
  readonly codes: readonly string[];
}

/** Exactly one of the ways to say what is sent is used. */
interface Written {
  readonly name: string;
  /** Where records go; otherwise `request` says it all. */
  readonly to?: 'wasabi' | 'cobi';
  /** Members to set (by pointer) in a record that would be accepted; null takes the place of a value. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly base64?: string;
  /** A text and how often it follows itself, between `head` and `tail`. */
  readonly repeat?: readonly [text: string, times: number];
  readonly head?: string;
  readonly tail?: string;
  readonly isGzipped?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly text?: string;
  };
  readonly answer: Expected;
}

export interface HostileCase {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly answer: Expected;
  /** The records' format, where it sends records. */
  readonly format: 'wasabi' | 'cobi' | null;
}

/** The groups of cases by name. */
export function hostileGroups(): [name: string, cases: HostileCase[]][] {
  return readdirSync(FOLDER).map((file) => {
    const written = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Written[];
    return [file.replace('.json', ''), written.map(caseOf)];
  });
}

const PATHS = { wasabi: '/wasabi/events', cobi: '/cobi/v1/data/customers' };

function caseOf(written: Written): HostileCase {
  const { name, to, request, headers = {}, answer } = written;
  if (!to) {
    const { method = 'GET', path = '/', text } = request ?? {};
    return {
      name,
      method,
      path,
      headers: request?.headers ?? {},
      body: text === undefined ? null : Buffer.from(text),
      answer,
      format: null,
    };
  }
  const sent = { 'content-type': 'application/json', ...headers };
  return { name, method: 'POST', path: PATHS[to], headers: sent, body: bodyOf(written), answer, format: to };
}

function bodyOf({ to, event, text, base64, repeat, head = '', tail = '', isGzipped }: Written): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (text !== undefined) return Buffer.from(text);
  if (event)
    return Buffer.from(
      to === 'cobi' ? JSON.stringify({ records: [edited(cobi(1), event)] }) : JSON.stringify(edited(wasabi('someone'), event)),
    );
  const [part = '', times = 0] = repeat ?? [];
  const body = Buffer.from(head + part.repeat(times) + tail);
  return isGzipped ? gzipSync(body) : body;
}

/** Set as own members, `__proto__` too, as a parser would. */
function edited(record: object, edits: Readonly<Record<string, unknown>>): object {
  for (const [pointer, value] of Object.entries(edits)) {
    const steps = pointer.split('/').slice(1);
    const member = steps.pop() as string;
    const owner = steps.reduce((object, step) => (object as Record<string, object>)[step] as object, record);
    Object.defineProperty(owner, member, { value, enumerable: true, configurable: true, writable: true });
  }
  return record;
}
