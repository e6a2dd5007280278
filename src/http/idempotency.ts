// `Idempotency-Key` on every write under /v1: the same key and request get the answer of the first, once it is there. The whole body
// is read before anything runs, because the key belongs to all of it.

import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { callerOf } from './auth.ts';
import { claimIdempotencyKey } from '../registry/claim-key.ts';
import { collectBody } from './small-body.ts';
import { RegistryError } from '../error.ts';
import type { Context } from './context.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Keep, KeptAnswer, RunningRequest } from '../registry/claim-key.ts';

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const KEY = /^[\x21-\x7e]{1,255}$/;
/** Bodies beyond this are sent without a key: records are idempotent by themselves. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;
/** The first status of those that tell of a fault of ours, after which the same request may succeed. */
const FAULTS_FROM = 500;
const JSON_TYPE = 'application/json; charset=utf-8';
const TOO_MANY = 429;

/** Requests under a key whose answer is not kept yet. */
const RUNNING = new WeakMap<FastifyRequest, RunningRequest>();

/** Has every write under /v1 heed its Idempotency-Key. Runs when the caller is known, before the body is parsed. */
export function heedIdempotencyKeys(app: FastifyInstance, { ingest, log }: Context): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const key = keyOf(request);
    if (key === null) return payload;
    const body = await collectBody(request, BODY_BYTES_MAX);
    const claimed = await claimIdempotencyKey(ingest, callerOf(request), { key, requestHash: requestHashOf(request, body, key) });
    if ('status' in claimed) return replay(reply, claimed);
    RUNNING.set(request, claimed);
    return Object.assign(Readable.from([body]), { receivedEncodedLength: body.length });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const claim = RUNNING.get(request);
    if (!claim) return payload;
    RUNNING.delete(request);
    await keep(claim, reply, payload).catch((error: unknown) => {
      log.warn({ requestId: request.id, name: (error as Error).name }, 'an answer was not kept under its idempotency key');
    });
    return payload;
  });
}

/**
 * For operations that would do something else were they run twice: keeps the answer that `show` makes of what they made, in their own
 * transaction. Does nothing where the request has no key.
 */
export function keeperOf<T>(request: FastifyRequest, status: number, show: (made: T) => object): Keep<T> {
  return async (tx, made) => {
    const claim = RUNNING.get(request);
    if (!claim) return;
    await claim.keepIn(tx, { status, contentType: JSON_TYPE, body: JSON.stringify(show(made)) });
  };
}

function keyOf({ method, headers, routeOptions }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  const isOurs = routeOptions.url?.startsWith('/v1/') && routeOptions.config.permission !== 'none';
  if (key === undefined || !isOurs || !WRITES.has(method)) return null;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new RegistryError('request_invalid', 'Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.');
}

/**
 * The parts have fixed places and the body comes last, so that no two requests run into one text. The key, which is not kept, keys the hash:
 * a body may be a short secret such as a password, which whoever reads the store could guess under a plain one.
 */
function requestHashOf({ method, url, headers }: FastifyRequest, body: Buffer, key: string): Buffer {
  const about = JSON.stringify([method, url, headers['content-type'] ?? null, headers['clientele-source'] ?? null]);
  return createHmac('sha256', key).update(`${about}\n`).update(body).digest();
}

function replay(reply: FastifyReply, { status, contentType, body }: KeptAnswer): FastifyReply {
  void reply.code(status).header('idempotency-replayed', 'true');
  if (contentType !== null) void reply.type(contentType);
  return reply.send(body);
}

async function keep(claim: RunningRequest, reply: FastifyReply, payload: unknown): Promise<void> {
  const isText = payload === null || payload === undefined || typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isText || reply.statusCode >= FAULTS_FROM || reply.statusCode === TOO_MANY) return claim.giveUp();
  const contentType = reply.getHeader('content-type');
  await claim.settle({
    status: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : null,
    body: payload?.toString() ?? '',
  });
}
