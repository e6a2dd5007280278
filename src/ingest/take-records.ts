// One request's records on their way: decode → validate → batch → saveRecords → report. The sender gets its answer after the last
// commit; whatever was not kept is counted as not taken and is safe to send again.

import { openBody, readWhole, wholeBody } from './body.ts';
import { linesOf } from './lines.ts';
import { parseElements, parseLines } from './parse-records.ts';
import { readDocument } from './read-document.ts';
import { comesInLines, needsWhole } from './comes-in-lines.ts';
import { receiving } from '../registry/save/batch.ts';
import { Run } from './run.ts';
import { PAUSE, withPauses } from './with-pauses.ts';
import type { AccountScope } from '../core/account.ts';
import { DOCUMENT_BYTES_MAX } from './request.ts';
import type { Body } from './body.ts';
import type { Ingest, Request } from './request.ts';
import type { Received } from '../registry/save/batch.ts';
import type { PacedReader } from './parse-records.ts';
import type { Document } from './read-document.ts';
import type { Summary } from './summary.ts';

/**
 * Takes in one request: a document (one record, an array, a wrapped array) whole, or lines as they come. Throws a refusal, with
 * nothing stored, where the body cannot be read at all; a stream that breaks off later is closed as `cut` and throws too.
 */
export async function takeRecords(ingest: Ingest, request: Request): Promise<Summary> {
  const { scope, shape, feed, fixes } = request;
  const body = await openRecords(request);
  const options = { format: feed.format, recordType: feed.recordType, now: ingest.clock.now(), fixes };
  const reader = { turn: () => ingest.lanes.turn(scope), options, receive: receiving(scope, feed) };
  const run = new Run(ingest, request);
  if (comesInLines(body, shape)) return takeLines(run, body, { reader, ingest, scope });
  return takeDocument(run, readDocument(await readWhole(body, DOCUMENT_BYTES_MAX), shape, fixes), { reader, ingest, scope });
}

/** The body with as much of it read as tells what carries the records. */
async function openRecords({ bytes, shape }: Request): Promise<Body> {
  const body = await openBody(bytes);
  return needsWhole(body, shape) ? wholeBody(await readWhole(body, DOCUMENT_BYTES_MAX)) : body;
}

/** The records of a document that is known to be JSON to its end. */
async function takeDocument(run: Run, document: Document, { reader, ingest, scope }: Taking): Promise<Summary> {
  await run.open();
  const { length } = document.elements;
  let start = 0;
  while (start < length) {
    const end = Math.min(start + ingest.lanes.batchRecordsMax(scope), length);
    const part = await parseElements(document, { start, end }, reader);
    if (end < length) await run.send(part);
    else await run.sendLast(part);
    start = end;
  }
  return run.finish();
}

/** How long lines wait for more before they are kept: a sender of few lines wants to know what became of them. */
const PAUSE_MS = 200;

interface Taking {
  readonly reader: PacedReader;
  readonly ingest: Ingest;
  readonly scope: AccountScope;
}

/** Lines as they come. What arrived whole before a break is kept: its sender goes on from the last committed line. */
async function takeLines(run: Run, body: Body, { reader, ingest, scope }: Taking): Promise<Summary> {
  let open: Received[] = [];
  await run.open();
  try {
    for await (const lines of withPauses(linesOf(body.chunks), ingest.clock, PAUSE_MS)) {
      if (lines !== PAUSE) open = await takeFull(run, [...open, ...(await parseLines(lines, reader))], ingest.lanes.batchRecordsMax(scope));
      else if (open.length > 0) {
        await run.send(open);
        open = [];
      }
    }
  } catch (error) {
    if (open.length > 0) await run.send(open);
    return run.cut(error);
  }
  if (open.length > 0) await run.sendLast(open);
  return run.finish();
}

/** Hands over full batches and gives back the rest. A full one waits for one more line, so that the last knows that it is the last. */
async function takeFull(run: Run, open: Received[], size: number): Promise<Received[]> {
  let rest = open;
  while (rest.length > size) {
    await run.send(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return rest;
}
