// Bodies have a pace to keep: a sender who brings a byte now and then, to hold connections and what belongs to them, is answered 408 and
// cut off. Only time in which somebody waits for the body counts, so that nobody pays for a slow store or a busy node.

import { RegistryError } from '../error.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

/** What a body must bring on average: far below any line that people have, far above what holding one open takes. */
const BYTES_PER_SECOND_MIN = 100;
/** Looks within one span. A span is counted in looks and not by the clock: a process that stood still has given its senders no time. */
const LOOKS = 6;

/** A body under way. */
interface Watched {
  readonly raw: IncomingMessage;
  readonly reply: FastifyReply;
  /** Looks that found somebody waiting, and the connection's bytes when the span began. */
  looks: number;
  bytesBefore: number;
}

/** Holds every body to its pace, measured over spans of `seconds`, so that a line may be silent for almost that long. */
export function paceBodies(app: FastifyInstance, seconds: number): void {
  const underWay = new Map<FastifyRequest, Watched>();
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request;
    if (hasBody(raw)) underWay.set(request, { raw, reply, looks: 0, bytesBefore: raw.socket.bytesRead });
  });
  app.addHook('onResponse', async (request) => void underWay.delete(request));
  const timer = setInterval(
    () => {
      for (const body of underWay.values()) look(body, seconds);
    },
    (seconds * 1_000) / LOOKS,
  );
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function look(body: Watched, seconds: number): void {
  const { raw, reply, bytesBefore } = body;
  // Every reader of a body listens for its errors while it waits for more.
  if (raw.complete || raw.listenerCount('error') === 0) return;
  body.looks += 1;
  if (body.looks < LOOKS) return;
  body.looks = 0;
  body.bytesBefore = raw.socket.bytesRead;
  if (raw.socket.bytesRead - bytesBefore >= BYTES_PER_SECOND_MIN * seconds) return;
  if (!reply.raw.headersSent) void reply.header('connection', 'close');
  // Told to the reader and not by `destroy`, which would take the connection along before the answer.
  raw.emit('error', tooSlow(seconds));
}

function tooSlow(seconds: number): RegistryError {
  return new RegistryError(
    'body_too_slow',
    `The body brought less than ${BYTES_PER_SECOND_MIN * seconds} bytes in ${seconds} s: send it faster, or in smaller requests.`,
  );
}
