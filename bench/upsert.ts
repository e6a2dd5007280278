// Limit U: one statement for 1,000 events, upsert and history, from a bare script without validation.

import { Client } from 'pg';
import { amountOf } from './load.ts';
import { BARE_TABLES, BARE_UPSERT } from './bare-tables.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import type { Bench, Figure, Stage } from './stage.ts';

const EVENTS = 180_000;
const STATEMENT_EVENTS = 1_000;

export const upsert: Bench = {
  name: 'upsert',
  figures: ['U1', 'U1-updating', 'U2', 'U2-updating'],
  measure: async (stage) => [...(await measureOver(stage, 1)), ...(await measureOver(stage, 2))],
};

function measureOver(stage: Stage, connections: number): Promise<Figure[]> {
  return stage.withDatabase(async (url) => {
    const clients = Array.from({ length: connections }, () => new Client(url));
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0]?.query(BARE_TABLES);
    const count = stage.count(EVENTS);
    const inserting = await rateOf(clients, sampleTexts('wasabi', count));
    const updating = await rateOf(clients, sampleTexts('wasabi', count, 1));
    await Promise.all(clients.map((client) => client.end()));
    return [
      { name: `U${connections}`, perSecond: inserting },
      { name: `U${connections}-updating`, perSecond: updating },
    ];
  });
}

async function rateOf(clients: readonly Client[], texts: readonly string[]): Promise<number> {
  const statements = bodiesOf(texts, STATEMENT_EVENTS, 'array').map(String);
  const { warmUp } = amountOf(statements.length);
  await run(clients, statements.slice(0, warmUp));
  const beganAt = performance.now();
  await run(clients, statements.slice(warmUp));
  return (texts.length - warmUp * STATEMENT_EVENTS) / ((performance.now() - beganAt) / 1000);
}

async function run(clients: readonly Client[], statements: readonly string[]): Promise<void> {
  const waiting = statements.values();
  await Promise.all(
    clients.map(async (client) => {
      for (const events of waiting) await client.query({ name: 'upsert', text: BARE_UPSERT, values: [events] });
    }),
  );
}
