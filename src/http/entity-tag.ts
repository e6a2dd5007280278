// ETag and If-None-Match (RFC 9110, 8.8.3 and 13.1.2): a reader that holds the present state is told so in a few bytes.

import type { FastifyReply, FastifyRequest } from 'fastify';

const TAG = /(?:W\/)?"([^"]*)"/g;

/** A customer's tag. Weak: its JSON may be respelled by a newer release. `changedAt` tells one apart that was erased and came again. */
export function customerTag({ version, changedAt }: { readonly version: number; readonly changedAt: string }): string {
  return `W/"${version}-${changedAt}"`;
}

/** Sets the tag; true where the reader holds that state already and has been answered (304). */
export function isHeld(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  void reply.header('etag', tag);
  const condition = request.headers['if-none-match'];
  if (condition === undefined || (condition.trim() !== '*' && !tagsIn(condition).includes(tag.slice('W/"'.length, -1)))) return false;
  void reply.code(304).send();
  return true;
}

/** Compared weakly, as If-None-Match is: by what stands between the quotes. */
function tagsIn(condition: string): string[] {
  return [...condition.matchAll(TAG)].map(([, opaque]) => opaque as string);
}
