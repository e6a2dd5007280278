// `GET /v1/stats`: an account's numbers for charts.

import { callerOf } from '../auth.ts';
import { STATS } from '../schema/stats.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Stats } from '../../registry/read-stats.ts';
import type { StatsQuery } from '../schema/stats.ts';

const DAY_MS = 86_400_000;

export function statsRoutes(app: FastifyInstance, { ingest, stats }: Context): void {
  app.get<{ Querystring: StatsQuery }>('/v1/stats', { config: { permission: 'customers.read' }, schema: STATS }, async (request) => {
    const { days } = request.query;
    const read = await stats.read(callerOf(request), daysBefore(ingest.clock.now(), days - 1));
    return { ...read, growth: growthByDay(read.growth) };
  });
}

/** Days of UTC all have as many milliseconds, so a `Date` does no harm here. */
function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now.slice(0, 10)) - days * DAY_MS).toISOString().slice(0, 10);
}

function growthByDay(rows: Stats['growth']): object[] {
  const byDay = new Map<string, Record<string, number>>();
  for (const { day, type, changes } of rows) {
    const sums = byDay.get(day) ?? { created: 0, updated: 0, deleted: 0, restored: 0 };
    const name = type.slice('customer.'.length);
    if (name in sums) sums[name] = changes;
    byDay.set(day, sums);
  }
  return [...byDay].map(([day, sums]) => ({ day, ...sums }));
}
