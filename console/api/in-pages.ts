// What every list that comes in pages does alike.

interface Loaded {
  readonly state: { readonly data?: unknown };
}

/** Looking at a list again asks for each of its pages, one after the other: more than these are left as they are. */
const PAGES_AGAIN_MAX = 3;

/** What does not come in pages is short, too. */
export function isShort({ state: { data } }: Loaded): boolean {
  const { pages = [] } = (data ?? {}) as { readonly pages?: readonly unknown[] };
  return pages.length <= PAGES_AGAIN_MAX;
}

/** For lists whose pages say which cursor comes next. */
export const IN_PAGES = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }) => nextCursor,
  refetchOnMount: isShort,
  refetchOnWindowFocus: isShort,
  refetchOnReconnect: isShort,
};
