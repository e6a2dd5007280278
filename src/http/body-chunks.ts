// A request's body chunk by chunk. Node's own iterator takes the connection along when it ends early or meets an error, and with it the
// answer that says why; this one leaves both.

import { RegistryError } from '../error.ts';
import type { IncomingMessage } from 'node:http';

const WAKING = ['readable', 'end', 'close'] as const;

/** The body as it comes. Throws `body_unreadable` where the connection breaks off, and what the stream itself is told of as `error`. */
export async function* bodyChunks(raw: IncomingMessage): AsyncGenerator<Buffer> {
  while (!raw.readableEnded) {
    const chunk = raw.read() as Buffer | null;
    if (chunk !== null) yield chunk;
    else if (raw.destroyed) throw brokenOff();
    else await moreOf(raw);
  }
}

/** The refusal of a body whose connection ended before it did. */
export function brokenOff(): RegistryError {
  return new RegistryError('body_unreadable', 'The connection ended before the body did.');
}

/** A sender that goes away is a body that broke off, and no fault of the registry. */
export function faultOf(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? brokenOff() : error;
}

function moreOf(raw: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      for (const name of WAKING) raw.off(name, settle);
      raw.off('error', settle);
      if (error) reject(faultOf(error));
      else resolve();
    };
    for (const name of WAKING) raw.on(name, settle);
    raw.on('error', settle);
  });
}
