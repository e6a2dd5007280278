// `npm run bench [-- names…]`: measures the named rows (all without names) and the limits they are held against.
// `--quick` does a third of the work, `--write` writes bench/results.md, `--profile` writes CPU profiles of the servers;
// `growth` and `console-scroll` run only where they are named; `growth` fills up to `--customers` (10,000,000).

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bareEvents, barePage, bareRead, bareSingle } from './bare-routes.ts';
import { batches } from './batches.ts';
import { changes } from './changes.ts';
import { consoleScroll } from './console-scroll.ts';
import { pastReads } from './past-reads.ts';
import { copy } from './copy.ts';
import { files } from './files.ts';
import { findCustomers } from './find-customers.ts';
import { deliveries } from './deliveries.ts';
import { deliveryLatency } from './delivery-latency.ts';
import { deliveryNeighbours } from './delivery-neighbours.ts';
import { flood } from './flood.ts';
import { embedded } from './embedded.ts';
import { pure } from './pure.ts';
import { readById } from './read-by-id.ts';
import { growth } from './growth.ts';
import { lineOf, loadNow, pageOf } from './report.ts';
import { singleEvents } from './single-events.ts';
import { Stage } from './stage.ts';
import { start } from './start.ts';
import { stats } from './stats.ts';
import { ROWS } from './targets.ts';
import { upsert } from './upsert.ts';
import { verdictsOf } from './verdict.ts';
import type { Bench, Figure } from './stage.ts';

const BENCHES: readonly Bench[] = [
  copy,
  upsert,
  bareEvents,
  bareSingle,
  bareRead,
  barePage,
  ...batches,
  singleEvents,
  readById,
  findCustomers,
  changes,
  pastReads,
  flood,
  files,
  ...embedded,
  deliveries,
  deliveryLatency,
  deliveryNeighbours,
  pure,
  start,
  stats,
];
/** Rows that run only where they are named. */
const ON_REQUEST: readonly Bench[] = [growth, consoleScroll];
const CUSTOMERS_MAX = '10000000';

/** Above it, others take a share of the cores. */
const LOAD_CALM = 0.7;
const EXIT_INTERRUPTED = 130;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    profile: { type: 'boolean' },
    customers: { type: 'string', default: CUSTOMERS_MAX },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_INTERRUPTED));

const chosen = choose(names);
const loadBefore = loadNow();
if (loadBefore > LOAD_CALM) console.error(`Others use this machine (load ${loadBefore.toFixed(1)}): trust ratios, not figures.`);
const stage = new Stage({ isQuick: options.quick === true, isProfiled: options.profile === true, customersMax: Number(options.customers) });
const figures: Figure[] = [];
try {
  for (const bench of chosen) await measure(bench);
  const verdicts = verdictsOf(figures);
  const facts = { postgresqlVersion: await stage.postgresqlVersion(), isQuick: options.quick === true, loadBefore };
  console.log(`\n${verdicts.map(lineOf).join('\n')}`);
  if (options.write) writeFileSync('bench/results.md', pageOf(verdicts, facts));
  if (verdicts.some(({ isMet }) => isMet === false)) process.exitCode = 1;
} finally {
  await stage.close();
}

/** A bench that cannot run is told and left out, so that the others still are measured. */
async function measure(bench: Bench): Promise<void> {
  const beganAt = performance.now();
  try {
    figures.push(...(await bench.measure(stage)));
    console.error(`${bench.name}: ${((performance.now() - beganAt) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`${bench.name}: failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

/** Names are of benches or of figures; each brings the figures it is held against, which are measured before it. */
function choose(wanted: readonly string[]): Bench[] {
  if (wanted.length === 0) return [...BENCHES];
  const found = new Set<Bench>();
  const add = (name: string): void => {
    const matching = [...BENCHES, ...ON_REQUEST].filter((bench) => bench.name === name || bench.figures.includes(name));
    if (matching.length === 0) refuse(name);
    for (const bench of matching.filter((candidate) => !found.has(candidate))) {
      found.add(bench);
      for (const figure of bench.figures) add(ROWS[figure]?.against ?? figure);
    }
  };
  wanted.forEach(add);
  return [...BENCHES, ...ON_REQUEST].filter((bench) => found.has(bench));
}

function refuse(name: string): never {
  console.error(
    `There is no row ${name}. There are: ${[...BENCHES, ...ON_REQUEST].map((bench) => bench.name).join(', ')}; and their figures: ${Object.keys(ROWS).join(', ')}.`,
  );
  process.exit(2);
}
