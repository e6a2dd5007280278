// Lists that are read page by page, as one sequence of entries. Which paths are lists, what they hold and what they take comes from the
// generated types.

import { ProblemError } from './problem-error.ts';
import type { Client as FetchClient } from 'openapi-fetch';
import type { paths, Problem } from './api.ts';

interface Page {
  readonly data: readonly unknown[];
  readonly nextCursor: string | null;
}

interface GetOf<Body> {
  readonly get: { readonly responses: { readonly 200: { readonly content: { readonly 'application/json': Body } } } };
}

/** Paths that answer `{data, nextCursor}`; the change feed is followed by `changes`. */
export type ListPath = Exclude<{ [Path in keyof paths]: paths[Path] extends GetOf<Page> ? Path : never }[keyof paths], '/v1/changes'>;

/** What a list holds. */
export type EntryOf<Path extends ListPath> = paths[Path] extends GetOf<{ data: (infer Entry)[] }> ? Entry : never;

type ParametersOf<Path extends ListPath> = paths[Path]['get'] extends { parameters: infer Parameters } ? Parameters : never;
type QueryOf<Path extends ListPath> = ParametersOf<Path> extends { query?: infer Query } ? Omit<NonNullable<Query>, 'cursor'> : never;
type PathOf<Path extends ListPath> =
  ParametersOf<Path> extends { path: infer Names } ? { readonly path: Names } : { readonly path?: never };

/** Parameters of a list; its cursor is found by itself. */
export type ListParameters<Path extends ListPath> = PathOf<Path> & { readonly query?: QueryOf<Path>; readonly signal?: AbortSignal };

/** They may be left out unless the path itself has parameters. */
export type ListArguments<Path extends ListPath> =
  PathOf<Path> extends { path: unknown } ? [parameters: ListParameters<Path>] : [parameters?: ListParameters<Path>];

type AnyGet = (path: string, init: object) => Promise<{ data?: Page; error?: Problem }>;

/** Every entry of the list, page after page. Throws `ProblemError`. */
export async function* entriesOf<Path extends ListPath>(
  client: FetchClient<paths>,
  path: Path,
  { query, path: names, signal }: ListParameters<Path>,
): AsyncGenerator<EntryOf<Path>, void, undefined> {
  const get = client.GET as unknown as AnyGet;
  let cursor: string | null | undefined;
  do {
    const params = { query: { ...query, ...(cursor !== undefined && { cursor }) }, ...(names !== undefined && { path: names }) };
    const { data, error } = await get(path, { params, ...(signal && { signal }) });
    if (data === undefined) throw new ProblemError(error);
    yield* data.data as EntryOf<Path>[];
    cursor = data.nextCursor;
  } while (cursor !== null);
}
