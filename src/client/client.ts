// The typed client of the registry's API (`clientele/client`): every path and answer as openapi.json has them, in Node and in browsers.

import createFetchClient from 'openapi-fetch';
import { changesOf } from './changes.ts';
import { entriesOf } from './pages.ts';
import { retryingFetch } from './retry.ts';
import type { Change, paths } from './api.ts';
import type { Client as FetchClient } from 'openapi-fetch';
import type { FollowOptions } from './changes.ts';
import type { EntryOf, ListArguments, ListParameters, ListPath } from './pages.ts';
import type { RetryOptions } from './retry.ts';

export { ProblemError } from './problem-error.ts';
export type * from './api.ts';
export type { FollowOptions } from './changes.ts';
export type { EntryOf, ListParameters, ListPath } from './pages.ts';

export interface ClientOptions extends Partial<RetryOptions> {
  /** Where the registry is, such as `https://registry.example.com`. */
  readonly url: string;
  /** An access key or a login token; without one, the browser's session cookie speaks for the caller. */
  readonly key?: string;
}

/**
 * `GET`, `POST`, `PUT`, `PATCH` and `DELETE` resolve to `{data, response}` or `{error, response}` and do not throw for an answer or for
 * the lack of one: `error` is the problem, typed by its path.
 */
export interface Client extends Pick<FetchClient<paths>, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'use'> {
  /** Every entry of a list, page after page: `for await (const customer of client.list('/v1/customers'))`. Throws `ProblemError`. */
  list<Path extends ListPath>(path: Path, ...parameters: ListArguments<Path>): AsyncGenerator<EntryOf<Path>, void, undefined>;
  /** Every change of a customer, in order, for as long as it is followed. Throws `ProblemError`. */
  changes(options?: FollowOptions): AsyncGenerator<Change, void, undefined>;
}

const RETRIES = 4;
/** Cookies count for nothing without this header, which no other site's page can send. */
const SESSION_HEADERS = { 'clientele-csrf': '1' };

/** A client of the registry at `url`. Sends what is safe to send again up to `retries` times more (4 unless said otherwise). */
export function createClient({ url, key, fetch = globalThis.fetch, retries = RETRIES, sleep = sleepMs }: ClientOptions): Client {
  const client = createFetchClient<paths>({
    baseUrl: url,
    headers: key === undefined ? SESSION_HEADERS : { authorization: `Bearer ${key}` },
    fetch: retryingFetch({ fetch: (request) => fetch(request), retries, sleep }),
  });
  return Object.assign(client, {
    list: <Path extends ListPath>(path: Path, ...[parameters]: ListArguments<Path>) =>
      entriesOf(client, path, parameters ?? ({} as ListParameters<Path>)),
    changes: (options: FollowOptions = {}) => changesOf(client, options),
  });
}

function sleepMs(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
