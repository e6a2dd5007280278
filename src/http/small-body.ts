// Small bodies are collected as they come, in one buffer: most requests bring one event, which needs no stream and its iterators.

import { RegistryError } from '../error.ts';
import type { FastifyRequest } from 'fastify';

/** Larger ones, and those of unknown length, are streamed. */
const BYTES_MAX = 64 * 1024;

/** The whole body where its sender says that it is small, else the stream of it. Rejects where the connection breaks off. */
export async function bodyOf({ raw, headers }: FastifyRequest): Promise<Buffer | AsyncIterable<Buffer>> {
  const bytes = Number(headers['content-length']);
  return bytes <= BYTES_MAX && !/ndjson|jsonl/i.test(headers['content-type'] ?? '') ? collect(raw) : raw;
}

function collect(raw: FastifyRequest['raw']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    raw.on('data', (part: Buffer) => parts.push(part));
    raw.on('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    raw.on('error', reject);
    raw.on('close', () => {
      if (!raw.complete) reject(new RegistryError('body_unreadable', 'The connection ended before the body did.'));
    });
  });
}
