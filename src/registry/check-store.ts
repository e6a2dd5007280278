// Whether the store answers, and how well accounts are kept apart in it.

import type { Deps } from './save-records.ts';

export interface StoreCheck {
  readonly isReachable: boolean;
  readonly store: 'postgresql' | 'embedded';
  /** Row-level security behind the application's own filter; the embedded store has one user and no such wall. */
  readonly secondWall: boolean;
}

export async function checkStore({ database }: Deps): Promise<StoreCheck> {
  const isReachable = await database
    .onPlatform((tx) => tx.query({ sql: 'select 1' }))
    .then(
      () => true,
      () => false,
    );
  return { isReachable, store: database.kind, secondWall: database.hasSecondWall };
}
