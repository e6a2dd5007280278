// VoIPBin's lists: newest first, and the time of the last entry seen is the token of the next page (formats.md, "VoIPBin"). Entries of one
// list never have the same time, so that nothing is lost or told twice.

import { RegistryError } from '../error.ts';
import { timeFromVoipbin, timeToVoipbin } from '../formats/index.ts';
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';

export const VoipbinPageQuery = Type.Object({
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Entries on a page.' })),
  page_token: Type.Optional(Type.String({ maxLength: 40, description: '`next_page_token` of the page before.' })),
});

/** What a list's route asks its store for. */
export interface VoipbinPage {
  /** Only entries from before this moment; null on the first page. */
  readonly before: string | null;
  /** One more than is shown, which tells whether another page follows. */
  readonly limit: number;
}

/** A query as its page. Throws `request_invalid` where the token is none. */
export function voipbinPageIn({ page_size: size = 10, page_token: token = '' }: Static<typeof VoipbinPageQuery>): VoipbinPage {
  const before = token === '' ? null : timeFromVoipbin(token);
  if (before !== undefined) return { before, limit: size + 1 };
  throw new RegistryError('request_invalid', '"page_token" is not one of this list: leave it out to begin at its start.');
}

/** The answer: as many entries as a page has, and the next page's token, which is empty on the last. */
export function voipbinAnswer<T extends { readonly createdAt: string }>(
  entries: readonly T[],
  { limit }: VoipbinPage,
  show: (entry: T) => object,
): { result: object[]; next_page_token: string } {
  const shown = entries.slice(0, limit - 1);
  const last = shown.at(-1);
  const token = entries.length === limit && last ? timeToVoipbin(last.createdAt) : '';
  return { result: shown.map(show), next_page_token: token };
}

/** The schema of such an answer. */
export function voipbinPageSchema(entry: TSchema, description: string): TSchema {
  const token = Type.String({ description: 'Give it as `page_token` for the next page; empty on the last.', examples: [''] });
  return Type.Object({ result: Type.Array(entry), next_page_token: token }, { description });
}
