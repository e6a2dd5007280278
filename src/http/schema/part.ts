// Schemas that have a name in the document (`#/components/schemas/…`) are kept here once and referred to everywhere else.

import { Type } from 'typebox';
import type { Static, TSchema, TUnsafe } from 'typebox';

export type Part = TSchema & { readonly $id: string };

/** A schema under a name; the app registers it (`PARTS` of parts.ts). */
export function partOf<T extends TSchema>(name: string, schema: T): T & { readonly $id: string } {
  return { ...schema, $id: name };
}

/** A reference to a named schema. */
export function refTo<T extends Part>(part: T): TUnsafe<Static<T>> {
  return Type.Unsafe<Static<T>>({ $ref: `${part.$id}#` });
}

/** The examples of named schemas, one a line. */
export function exampleLines(...parts: readonly (Part & { readonly examples?: unknown })[]): string {
  return parts
    .flatMap(({ examples }) => (Array.isArray(examples) ? (examples as unknown[]) : []))
    .map((example) => `${JSON.stringify(example)}\n`)
    .join('');
}

/** One page of a list. */
export function pageSchema(entry: TSchema, description: string): TSchema {
  const nextCursor = Type.Union([Type.String(), Type.Null()], {
    description: 'Give it as `cursor` for the next page; null on the last page.',
    examples: [null],
  });
  return Type.Object({ data: Type.Array(entry), nextCursor }, { description });
}
