// Numbers for charts of a million customers: one row and the days, whatever there is to count; and how long a count takes by itself.

import { Client } from 'pg';
import { request } from 'undici';
import { addManyCustomers } from './many-customers.ts';
import { headersOf, withPlace } from './product.ts';
import type { Bench, Figure } from './stage.ts';

const CUSTOMERS = 1_000_000;
const TIMES = 300;
const DAYS = 366;

/** What a year leaves: days summed, and a change feed that is summed up already. */
const YEAR = `
insert into outcome_day (account_id, day, source, format, record_type, offered, created, updated, unchanged, stale, rejected, suppressed, not_taken)
select account_id, current_date - day, source, source, 'customer', 10, 5, 1, 1, 1, 1, 1, 0
from account, generate_series(1, ${DAYS}) day, unnest(array['cobi', 'wasabi', 'shop-2', 'shop-3']) source;
insert into change_day (account_id, day, type, changes)
select account_id, current_date - day, type, 10 from account, generate_series(1, ${DAYS}) day, unnest(array['customer.created', 'customer.updated']) type;
update account_counter set change_sequence = 1;
vacuum (analyze) outcome_day, change_day`;

export const stats: Bench = {
  name: 'stats',
  figures: ['stats', 'stats-count'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      // The first start makes the store.
      await stage.withServer(place, async () => undefined);
      const url = place.env['DATABASE_URL'] as string;
      await addManyCustomers(url, stage.count(CUSTOMERS));
      await addYear(url);
      return stage.withServer(place, ({ origin }) => figuresOf(origin));
    }),
};

async function addYear(url: string): Promise<void> {
  const owner = new Client(url);
  await owner.connect();
  for (const statement of YEAR.split(';')) await owner.query(statement);
  await owner.end();
}

async function figuresOf(origin: string): Promise<Figure[]> {
  const beganAt = performance.now();
  while (!(await ask(origin)).isCurrent) await new Promise((resolve) => void setTimeout(resolve, 50));
  const countMs = performance.now() - beganAt;
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const askedAt = performance.now();
    await ask(origin);
    taken.push(performance.now() - askedAt);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  const [p50Ms, p99Ms] = [sorted[TIMES >> 1] as number, sorted[Math.floor(TIMES * 0.99)] as number];
  return [
    { name: 'stats', ms: p99Ms, p50Ms, p99Ms },
    { name: 'stats-count', ms: countMs },
  ];
}

async function ask(origin: string): Promise<{ isCurrent: boolean }> {
  const { statusCode, body } = await request(`${origin}/v1/stats?days=${DAYS}`, { headers: headersOf() });
  if (statusCode !== 200) throw new Error(`/v1/stats answered ${statusCode}: ${await body.text()}`);
  return (await body.json()) as { isCurrent: boolean };
}
