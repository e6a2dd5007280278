// Steps that lead to another page once the registry has answered.

import { useRouter } from '@tanstack/react-router';
import type { ToOptions } from '@tanstack/react-router';

/** Leads on, unless somebody went elsewhere in the meantime: nobody is called back from where they are or are going to. */
export type Lead = (to: ToOptions & { readonly replace?: boolean }) => void;

/** To be called when a step begins; gives the way on for when it is done. */
export function useSetOut(): () => Lead {
  const { history, navigate } = useRouter();
  return () => {
    // Where one is going to, which is known before its page is there.
    const from = history.location.href;
    return (to) => {
      if (history.location.href === from) void navigate(to);
    };
  };
}
