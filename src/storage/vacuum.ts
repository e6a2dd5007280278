// The embedded store has no autovacuum: the space of dead rows and the planner's statistics are ours to look after.

import { TENANT_TABLES } from './schema.ts';
import type { Engine } from './engine.ts';

/** Vacuums and analyses every tenant's table, one a session, so that requests come between. PostgreSQL does so by itself. */
export async function vacuum(engine: Engine): Promise<void> {
  if (engine.kind === 'postgresql') return;
  for (const table of TENANT_TABLES) await engine.withSession((session) => session.execute(`vacuum (analyze) ${table}`));
}
