// `GET /v1/changes`: the account's changes in their one order, by pages, by waiting for the next, or as server-sent events.

import { Readable } from 'node:stream';
import { callerOf } from '../auth.ts';
import { CHANGES, CHANGES_MAX } from '../schema/change.ts';
import type { After, Change, ChangePage, ChangeReader } from '../../registry/follow-changes.ts';
import type { ChangesQuery } from '../schema/change.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const CONFIG = { permission: 'customers.read', refusals: ['changes_gone', 'too_many_readers'] } as const;
/** What keeps a silent stream from being taken for a dead one. */
const HEARTBEAT_MS = 15_000;
/** Longer than any wait, so that no waiting connection counts as idle. */
const WAITING_MS_MAX = 90_000;

type ChangesRequest = FastifyRequest<{ Querystring: ChangesQuery }>;

export function changeRoutes(app: FastifyInstance, { changes }: Context): void {
  app.addHook('preClose', async () => changes.close());

  app.get<{ Querystring: ChangesQuery }>('/v1/changes', { config: CONFIG, schema: CHANGES }, async (request, reply) => {
    const { limit, wait = 0 } = request.query;
    const asked = { after: afterOf(request), limit, waitMs: wait * 1_000 };
    const isStream = request.headers.accept?.includes('text/event-stream') === true;
    if (!isStream && wait === 0) return pageOf(await changes.read(callerOf(request), asked.after, limit));
    const reader = changes.open(callerOf(request));
    reply.raw.once('close', () => reader.end());
    request.raw.socket.setTimeout(WAITING_MS_MAX);
    const first = await reader.next(isStream ? { ...asked, waitMs: 0 } : asked);
    // A connection kept alive behind its answer would hold up the registry's stop.
    if (isStream || reader.isOver) void reply.header('connection', 'close');
    if (isStream) return sendEvents(reply, Readable.from(eventsOf(reader, first)));
    return pageOf(first);
  });
}

function afterOf({ headers, query }: ChangesRequest): After {
  const after = headers['last-event-id'] ?? query.after ?? null;
  return after === null || after === 'latest' ? after : Number(after);
}

function pageOf({ changes, after, last }: ChangePage): object {
  return { data: changes, after, last, nextCursor: after < last ? String(after) : null };
}

function sendEvents(reply: FastifyReply, events: Readable): FastifyReply {
  return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(events);
}

/** Events page by page, and a comment where there was nothing for a while. Ends with its reader: the client connects again. */
async function* eventsOf(reader: ChangeReader, first: ChangePage): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  let page = first;
  for (;;) {
    if (page.changes.length > 0) yield page.changes.map(eventOf).join('');
    if (reader.isOver) return;
    page = await reader.next({ after: page.after, limit: CHANGES_MAX, waitMs: HEARTBEAT_MS });
    if (page.changes.length === 0) yield ': no change\n\n';
  }
}

function eventOf(change: Change): string {
  return `id: ${change.sequence}\nevent: ${change.type}\ndata: ${JSON.stringify(change)}\n\n`;
}
