// The first steps with an empty registry: whether it is empty, and the sample story sent into it.

import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import { askAnew } from './ask-anew.ts';
import { problemIn } from './problem.ts';
import { STORY } from '../../src/story.ts';
import type { Chapter } from '../../src/story.ts';
import type { components } from '../../src/client/api.ts';

type OutcomeCounts = components['schemas']['OutcomeCounts'];

const emptyQuery = queryOptions({
  queryKey: ['customers', 'is there any'],
  queryFn: async ({ signal }) => {
    const body = { limit: 1, fields: 'id' };
    return (await answerOf(api.POST('/v1/customers/search', { body, signal }))).data.length === 0;
  },
});

/** Whether the account has no customer yet; false while that is not known. */
export function useIsEmpty(): boolean {
  return useQuery(emptyQuery).data === true;
}

interface StoryTold {
  created: number;
  updated: number;
  rejected: number;
  /** Records that changed nothing. */
  others: number;
}

/**
 * Sends the story, request by request; `onTold` gets what became of its records, also where its page is gone by then, and what `onBegin`
 * gave when it began.
 */
export function useTellStory<Begun>(onBegin: () => Begun, onTold: (told: StoryTold, begun: Begun) => void) {
  return useMutation({
    onMutate: onBegin,
    mutationFn: async () => {
      const sum: StoryTold = { created: 0, updated: 0, rejected: 0, others: 0 };
      for (const chapter of STORY) {
        const { created, updated, rejected, ...others } = await send(chapter);
        sum.created += created;
        sum.updated += updated;
        sum.rejected += rejected;
        sum.others += Object.values(others).reduce((total, count) => total + count, 0);
      }
      return sum;
    },
    onSuccess: (told, _none, begun) => onTold(told, begun),
    onSettled: askAnew,
  });
}

/** What the platforms' answers say of a request, whatever they call it. */
interface Told {
  readonly outcomes?: OutcomeCounts;
  readonly batches?: readonly { readonly data: { readonly outcomes: OutcomeCounts } }[];
}

/** A request with faulty records is refused and yet says what became of them: only one that says nothing of them throws. */
async function send({ path, contentType, body }: Chapter): Promise<OutcomeCounts> {
  // Every chapter is a POST of text: one path's type stands for those of all.
  const options = { headers: { 'content-type': contentType }, body: body as never, bodySerializer: (text: unknown) => text as string };
  const { data, error, response } = await api.POST(path as '/wasabi/events', options);
  const told = (data ?? error ?? {}) as Told;
  const outcomes = told.batches?.[0]?.data.outcomes ?? told.outcomes;
  if (outcomes) return outcomes;
  throw problemIn(error, response);
}
