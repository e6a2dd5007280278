// Word between nodes that a credential ended: whoever holds callers in memory forgets them and asks the store again.

import type { Tx } from './database.ts';

/** PostgreSQL's channel of such words. */
export const ENDED_CHANNEL = 'clientele_credentials';

/**
 * Tells every node, when this transaction commits, that a key, a session, a login or an account ended or may do less. Never in a
 * transaction that takes in records: `NOTIFY` makes commits wait for each other.
 */
export async function announceEnded(tx: Tx): Promise<void> {
  await tx.query({ sql: `select pg_notify('${ENDED_CHANNEL}', '')` });
}
