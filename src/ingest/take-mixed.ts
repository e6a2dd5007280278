// Records of any format in one request, each recognised by itself. They are kept as one request a feed, so that each feed's receipt,
// rejections and sums are its own; the parts' ids are the request's, numbered behind a dot.

import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { comesInLines } from './comes-in-lines.ts';
import { DOCUMENT_BYTES_MAX } from './request.ts';
import { GROUP_RECORDS_MAX } from './lanes.ts';
import { linesOf } from './lines.ts';
import { openBody, readWhole, wholeBody } from './body.ts';
import { parse } from '../formats/index.ts';
import { parseLine } from './parse-records.ts';
import { readDocument } from './read-document.ts';
import { receiving } from '../registry/save/batch.ts';
import { recognizeRecord } from './recognize-record.ts';
import { RegistryError } from '../error.ts';
import { Run } from './run.ts';
import type { AccountScope } from '../core/account.ts';
import type { BatchResult, Ingest, Shape } from './request.ts';
import type { Feed, Place, Receive, Received } from '../registry/save/batch.ts';
import type { Format } from '../formats/record.ts';
import type { Issue } from '../formats/issue.ts';
import type { Line } from './lines.ts';
import type { RunRequest } from './run.ts';
import type { Recognized } from './recognize-record.ts';
import type { Summary } from './summary.ts';

export interface MixedRequest {
  readonly scope: AccountScope;
  readonly requestId: string;
  readonly isNamed: boolean;
  readonly bytes: Buffer | AsyncIterable<Buffer>;
  readonly fixes: boolean;
  /** What every record is; null: each is recognised. */
  readonly format: Format | null;
  /** As whose those are kept, rejected, of which nothing can be told. */
  readonly unknownAs: Format;
  /** The feed's name for records of a format. Throws `request_invalid`. */
  readonly sourceOf: (format: Format) => string;
  readonly shape: Shape;
  /** Looks at a record before anything is kept; what it throws refuses the whole request. */
  readonly check?: (received: Received, feed: Feed) => void;
  readonly onBatch?: (result: BatchResult) => void;
}

/** What became of the records of one feed. */
export interface MixedPart {
  readonly requestId: string;
  readonly feed: Feed;
  /** Null: none of them was kept, for `fault`. */
  readonly summary: Summary | null;
  readonly records: number;
  readonly fault: unknown;
}

/** Records read ahead before the event loop breathes: about 3 ms. */
const SLICE_RECORDS = 200;

/** Takes in all of the body, read whole. Throws a refusal, with nothing stored, where it cannot be read or nothing of it was kept. */
export async function takeMixed(ingest: Ingest, request: MixedRequest): Promise<MixedPart[]> {
  const feeds = await sortByFeed(request, new Sorting(request, ingest.clock.now()));
  const parts: MixedPart[] = [];
  for (const { feed, received } of feeds) {
    const requestId = parts.length === 0 ? request.requestId : `${request.requestId}.${parts.length + 1}`;
    const part = await takeFeed(ingest, { ...request, requestId, feed }, received);
    if (isReused(part.fault)) throw part.fault;
    parts.push(part);
  }
  if (parts.every(({ summary }) => summary === null)) throw parts[0]?.fault;
  return parts;
}

/** The request's own id was taken before: the first part finds out, before anything is kept. */
function isReused(fault: unknown): boolean {
  return fault instanceof RegistryError && fault.code === 'request_id_reused';
}

interface OfFeed {
  readonly feed: Feed;
  readonly receive: Receive;
  readonly received: Received[];
}

/** Reads records one by one, and puts each to those of its feed. */
class Sorting {
  readonly feeds = new Map<string, OfFeed>();
  readonly #request: MixedRequest;
  readonly #now: string;

  constructor(request: MixedRequest, now: string) {
    this.#request = request;
    this.#now = now;
  }

  /** `around`: what was mended around the records, told with the first of them. */
  take(text: string, place: Place, around: readonly Issue[] = []): void {
    const kind = this.#recognize(text);
    const { receive } = this.#feedOf(kind);
    const { format, recordType, issue } = kind;
    const parsed = issue ? { issues: [issue] } : parse(text, { format, recordType, now: this.#now, fixes: this.#request.fixes });
    const received = receive(parsed, place, text);
    this.#keep(around.length > 0 ? { ...received, issues: [...around, ...received.issues] } : received, kind);
  }

  takeLine(line: Line): void {
    const { line: number, byteOffset, bytes, isTooLong } = line;
    if (!isTooLong && isUtf8(bytes)) return this.take(bytes.toString('utf8'), { line: number, byteOffset });
    const kind = this.#recognize('');
    const options = { format: kind.format, recordType: kind.recordType, now: this.#now };
    return this.#keep(parseLine(line, { options, receive: this.#feedOf(kind).receive }), kind);
  }

  #recognize(text: string): Recognized {
    const { format: said, unknownAs, fixes } = this.#request;
    return recognizeRecord(text, { said, unknownAs, fixes });
  }

  #keep(received: Received, kind: Recognized): void {
    const of = this.#feedOf(kind);
    this.#request.check?.(received, of.feed);
    of.received.push(received);
  }

  #feedOf({ format, recordType }: Recognized): OfFeed {
    const key = `${format} ${recordType}`;
    const known = this.feeds.get(key);
    if (known) return known;
    const feed = { source: this.#request.sourceOf(format), format, recordType };
    const of = { feed, receive: receiving(this.#request.scope, feed), received: [] };
    this.feeds.set(key, of);
    return of;
  }
}

async function sortByFeed({ bytes, shape, fixes }: MixedRequest, sorting: Sorting): Promise<OfFeed[]> {
  const body = wholeBody(await readWhole(await openBody(bytes), DOCUMENT_BYTES_MAX));
  if (comesInLines(body, shape)) {
    for await (const lines of linesOf(body.chunks)) for (const line of lines) sorting.takeLine(line);
    return [...sorting.feeds.values()];
  }
  const { text, elements, issues } = readDocument(body.head, shape, fixes);
  for (const [index, { start, end }] of elements.entries()) {
    if (index % SLICE_RECORDS === SLICE_RECORDS - 1) await setImmediate();
    sorting.take(text.slice(start, end), { index }, index === 0 ? issues : []);
  }
  return [...sorting.feeds.values()];
}

async function takeFeed(ingest: Ingest, request: RunRequest, received: readonly Received[]): Promise<MixedPart> {
  const part = { requestId: request.requestId, feed: request.feed, records: received.length };
  return runFeed(new Run(ingest, request), received).then(
    (summary) => ({ ...part, summary, fault: null }),
    (fault: unknown) => ({ ...part, summary: null, fault }),
  );
}

async function runFeed(run: Run, received: readonly Received[]): Promise<Summary> {
  await run.open();
  let start = 0;
  for (; start + GROUP_RECORDS_MAX < received.length; start += GROUP_RECORDS_MAX) {
    await run.send(received.slice(start, start + GROUP_RECORDS_MAX));
  }
  await run.sendLast(received.slice(start));
  return run.finish();
}
