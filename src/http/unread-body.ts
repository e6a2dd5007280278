// The rest of a body that its answer did not wait for: a document over the limit, a packed one that is broken half-way.

import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How long the rest is read and thrown away, so that a sender who writes all first comes to read the answer. */
const DRAIN_MS_MAX = 5_000;

/** Left unread, the rest would hold its connection for ever, and every request that waits behind it. */
export function drainUnreadBodies(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ raw }) => drain(raw));
}

function drain(raw: FastifyRequest['raw']): void {
  if (raw.readableEnded || raw.destroyed) return;
  // Whoever began to read listens for `readable`, and while anybody does nothing flows.
  raw.removeAllListeners('readable');
  raw.resume();
  // One that has come whole belongs to an answered request, and its connection perhaps to the next one already.
  const timer = setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, DRAIN_MS_MAX);
  raw.once('close', () => clearTimeout(timer));
}
