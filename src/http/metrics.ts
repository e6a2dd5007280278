// What a monitoring system reads at `/metrics` (Prometheus text): requests, records by outcome, batch sizes, commit times, and the
// process's own (event-loop lag, memory). Labels are names of routes and outcomes, never values of anybody's.

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { OUTCOMES } from '../core/outcome.ts';
import type { OutcomeCounts } from '../core/outcome.ts';

/** How far behind an endpoint is. */
export interface WebhookBacklog {
  readonly accountId: string;
  readonly ageSeconds: number;
  readonly isHeld: boolean;
}

export interface Metrics {
  observeRequest(route: string, status: number, seconds: number): void;
  observeOutcomes(format: string, counts: OutcomeCounts): void;
  observeCommit(records: number, ms: number): void;
  observeDelivery(verdict: string, ms: number): void;
  /** Has the backlogs of webhooks read at each scrape. */
  watchBacklogs(read: () => Promise<readonly WebhookBacklog[]>): void;
  read(): Promise<string>;
  readonly contentType: string;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'clientele_' });
  const requests = new Histogram({
    name: 'clientele_http_request_seconds',
    help: 'Time to answer a request, by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const records = new Counter({
    name: 'clientele_records_total',
    help: 'Records received, by format and outcome.',
    labelNames: ['format', 'outcome'],
    registers,
  });
  const sizes = new Histogram({
    name: 'clientele_commit_records',
    help: 'Records kept in one commit.',
    buckets: [1, 4, 16, 64, 256, 1000],
    registers,
  });
  const commits = new Histogram({
    name: 'clientele_commit_seconds',
    help: 'Time from reading to durable, one commit.',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers,
  });
  const deliveries = new Histogram({
    name: 'clientele_webhook_attempt_seconds',
    help: 'Time of one attempt to deliver a webhook, by what came of it.',
    labelNames: ['verdict'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 15],
    registers,
  });
  return {
    observeDelivery: (verdict, ms) => deliveries.observe({ verdict }, ms / 1000),
    watchBacklogs: (readBacklogs) => watchBacklogs(registry, readBacklogs),
    observeRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    observeOutcomes(format, counts) {
      for (const outcome of OUTCOMES) if (counts[outcome] > 0) records.inc({ format, outcome }, counts[outcome]);
    },
    observeCommit(count, ms) {
      sizes.observe(count);
      commits.observe(ms / 1000);
    },
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** One series an account, named by its id; an account with nothing untold has none. */
function watchBacklogs(registry: Registry, read: () => Promise<readonly WebhookBacklog[]>): void {
  const age = new Gauge({
    name: 'clientele_webhook_oldest_undelivered_seconds',
    help: 'Age of the oldest event that an account was not told of; state "held": its webhook is paused or disabled.',
    labelNames: ['account', 'state'],
    registers: [],
    async collect() {
      const backlogs = await read();
      this.reset();
      for (const { accountId, ageSeconds, isHeld } of backlogs)
        this.set({ account: accountId, state: isHeld ? 'held' : 'sending' }, ageSeconds);
    },
  });
  registry.registerMetric(age);
}
