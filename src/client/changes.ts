// The change feed as an endless sequence: what has changed, then each change as it is committed.

import { ProblemError } from './problem-error.ts';
import type { Change, paths } from './api.ts';
import type { Client as FetchClient } from 'openapi-fetch';

export interface FollowOptions {
  /** The sequence of the last change known, or "latest" for what comes from now on; without it, from the first change that is kept. */
  readonly after?: number | 'latest';
  /** Ends the sequence. */
  readonly signal?: AbortSignal;
  /** How long one request waits for a change; 30 unless said otherwise. */
  readonly waitSeconds?: number;
}

/** The path can answer a stream of events, too, but not to a client that asks for JSON. */
type ChangePage = paths['/v1/changes']['get']['responses'][200]['content']['application/json'];

const WAIT_SECONDS = 30;
const PAGE = 1_000;

/** Every change in order, none missed and none twice. Throws `ProblemError`: `changes_gone` where `after` is too long ago. */
export async function* changesOf(
  client: FetchClient<paths>,
  { after, signal, waitSeconds = WAIT_SECONDS }: FollowOptions,
): AsyncGenerator<Change, void, undefined> {
  let position = after === undefined ? undefined : String(after);
  while (signal?.aborted !== true) {
    const query = { limit: PAGE, wait: waitSeconds, ...(position !== undefined && { after: position }) };
    const page = await client.GET('/v1/changes', { params: { query }, ...(signal && { signal }) }).catch((fault: unknown) => {
      if (signal?.aborted) return null;
      throw fault;
    });
    if (page === null) return;
    if (page.data === undefined) throw new ProblemError(page.error);
    const { data, after: last } = page.data as ChangePage;
    yield* data;
    position = String(last);
  }
}
