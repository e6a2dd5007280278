// What the two formats' ingest routes share: from an HTTP request to one the pipeline takes.

import { bodyOf } from './small-body.ts';
import { RegistryError } from '../error.ts';
import type { Caller } from '../registry/find-caller.ts';
import type { FastifyRequest } from 'fastify';
import type { Format, RecordType } from '../formats/record.ts';
import type { Request } from '../ingest/request.ts';

const SOURCE = /^[a-z0-9-]{1,40}$/;
const FORMATS: ReadonlySet<string> = new Set<Format>(['cobi', 'wasabi', 'registry']);
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

interface IngestQuery {
  source?: string;
  fixes?: string;
}

type Taken = Pick<Request, 'scope' | 'feed' | 'requestId' | 'isNamed' | 'bytes' | 'fixes'>;

/** Reads source, request id, fixes and the body's bytes. Throws `request_invalid` naming what cannot be used. */
export async function ingestRequest(
  request: FastifyRequest,
  scope: Caller,
  kind: { format: Format; recordType: RecordType },
): Promise<Taken> {
  const { fixes } = request.query as IngestQuery;
  return {
    scope,
    feed: { source: sourceOf(request, kind.format), ...kind },
    requestId: request.id,
    isNamed: isNamed(request),
    bytes: await bodyOf(request),
    fixes: fixes === 'apply',
  };
}

/** Whether the sender chose the request's id. Throws `request_invalid` where it cannot be one. */
export function isNamed({ headers }: FastifyRequest): boolean {
  const named = headers['x-request-id'];
  if (named === undefined || REQUEST_ID.test(String(named))) return named !== undefined;
  throw new RegistryError('request_invalid', 'X-Request-Id must be 8 to 64 characters of A-Z, a-z, 0-9, "_" and "-".');
}

/** The feed's name: the query's, else the header's, else its format's. A format's own name is for feeds in that format alone. */
export function sourceOf(request: FastifyRequest, format: Format): string {
  return nameIn(namedSource(request) ?? format, format);
}

/** The format that a source's name belongs to; where it belongs to none, the registry's own. */
export function formatOf(source: unknown): Format {
  return FORMATS.has(source as string) ? (source as Format) : 'registry';
}

/** The source that a request names, in its query or its header. */
export function namedSource(request: FastifyRequest): unknown {
  return (request.query as IngestQuery).source ?? request.headers['clientele-source'];
}

/** The name of a feed of records in the format. Throws `request_invalid`. */
export function nameIn(source: unknown, format: Format): string {
  if (typeof source === 'string' && SOURCE.test(source)) return expectNoOther(source, format);
  throw new RegistryError('request_invalid', 'A source is 1 to 40 characters of a-z, 0-9 and "-".');
}

/** Records of default feeds share their ids: in another form, they would be linked to other customers by the order of their arrival. */
function expectNoOther(source: string, format: Format): string {
  if (source === format || !FORMATS.has(source)) return source;
  throw new RegistryError('request_invalid', `The source "${source}" is that of records in the format ${source}: name another source.`);
}

/** The id of a request: its sender's where it can be used, else a fresh one. */
export function requestIdOf(header: string | string[] | undefined, fresh: () => string): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : fresh();
}
