// Small bodies are collected as they come, in one buffer: most requests bring one event, which needs no stream and its iterators.

import { bodyChunks, brokenOff, faultOf } from './body-chunks.ts';
import { RegistryError } from '../error.ts';
import type { FastifyRequest } from 'fastify';

/** Larger ones, and those of unknown length, are streamed. */
const BYTES_MAX = 64 * 1024;

/** Bodies that were read before their handlers run. */
const COLLECTED = new WeakMap<FastifyRequest, Buffer>();

/** The whole body where its sender says that it is small, else the stream of it. Rejects where the connection breaks off. */
export async function bodyOf(request: FastifyRequest): Promise<Buffer | AsyncIterable<Buffer>> {
  const { raw, headers } = request;
  const collected = COLLECTED.get(request);
  if (collected) return collected;
  const bytes = Number(headers['content-length']);
  return bytes <= BYTES_MAX && !/ndjson|jsonl/i.test(headers['content-type'] ?? '') ? collect(raw, BYTES_MAX) : bodyChunks(raw);
}

/** The whole body ahead of its handler, for whom `bodyOf` gives it again. Throws `body_too_large`. */
export async function collectBody(request: FastifyRequest, bytesMax: number): Promise<Buffer> {
  const body = await collect(request.raw, bytesMax);
  COLLECTED.set(request, body);
  return body;
}

function collect(raw: FastifyRequest['raw'], bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    raw.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= bytesMax) parts.push(part);
      else reject(new RegistryError('body_too_large', `With an Idempotency-Key a body may have ${bytesMax} bytes: send it without.`));
    });
    raw.on('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    raw.on('error', (error) => reject(faultOf(error)));
    raw.on('close', () => {
      if (!raw.complete) reject(brokenOff());
    });
  });
}
