// `clientele serve`: opens the store, migrates it, serves everything, and stops cleanly on SIGINT or SIGTERM.

import { buildApp } from '../http/app.ts';
import { openChangeFeed } from '../registry/follow-changes.ts';
import { openActivity } from '../ingest/activity.ts';
import { openAudit } from '../registry/audit/keep-audit.ts';
import { openCallers } from '../registry/find-caller.ts';
import { openDatabase } from '../storage/database.ts';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { openImportFiles } from '../ingest/import-files.ts';
import { openImportJobs } from '../ingest/import-jobs.ts';
import { expectPort } from './port.ts';
import { openHousekeeping } from '../registry/tidy-store.ts';
import { openLanes } from '../ingest/lanes.ts';
import { openLog } from '../log.ts';
import { openRateLimits } from '../http/rate-limit.ts';
import { openMetrics } from '../http/metrics.ts';
import { openSecrets } from '../registry/open-secrets.ts';
import { readSecretKeys } from './secret-keys.ts';
import { startPurging } from '../registry/account/purge-accounts.ts';
import { startForgetting } from '../registry/forget-old.ts';
import { openTokens } from '../registry/login/token.ts';
import { openStatsReader } from '../registry/read-stats.ts';
import { startDayJob } from '../registry/roll-up-days.ts';
import { allowedRanges, startWebhookRole } from './webhook-role.ts';
import { startRegistry } from '../registry/start-registry.ts';
import { storeOf } from './store.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Context } from '../http/context.ts';
import type { Credentials } from '../registry/start-registry.ts';
import type { Deps } from '../registry/save-records.ts';
import type { Log } from '../log.ts';
import type { WebhookRole } from './webhook-role.ts';

/** A running registry; `url` has the port that was bound. */
export interface Serving {
  readonly url: string;
  /** Answers what is under way, keeps what was received, and lets the store go. */
  stop(): Promise<void>;
}

type Tell = (credentials: Credentials) => void;

/** Starts a registry. Credentials of a new store are passed to `tell`, once. */
export async function startServing(config: Config, log: Log, tell: Tell): Promise<Serving> {
  return serveStore({ database: await openDatabase(storeOf(config)), clock: systemClock() }, config, log, tell);
}

/** Starts one on an open store, which is closed when serving ends or cannot begin. */
export async function serveStore(deps: Deps, config: Config, log: Log, tell: Tell): Promise<Serving> {
  const { database, clock } = deps;
  try {
    const credentials = await startRegistry(deps, config.operator);
    if (credentials) tell(credentials);
    const metrics = openMetrics();
    const housekeeping = openHousekeeping(database, log);
    const changes = openChangeFeed(deps);
    const days = startDayJob(deps, log);
    const activity = openActivity(clock.elapsedMs);
    const limits = openRateLimits(config.rates, clock.elapsedMs);
    let tellWebhooks: WebhookRole['tell'] = () => undefined;
    const onKept = (records: number, ms: number, accountId: string): void => {
      metrics.observeCommit(records, ms);
      housekeeping.onKept(records);
      changes.onCommit(accountId);
      days.onCommit(accountId);
      limits.onKept(accountId, records);
      tellWebhooks(accountId);
    };
    const ingest = { ...deps, lanes: openLanes(deps, onKept, activity) };
    const files = openImportFiles(join(config.dataDir, 'imports'));
    const onTaken = metrics.observeOutcomes.bind(metrics);
    const jobs = await openImportJobs({ ...ingest, files, undoDays: config.undoDays, onTaken }, log);
    const secrets = await openSecrets(deps, await readSecretKeys(config));
    const webhookDeps = { ...deps, secrets, allowed: allowedRanges(config.webhookAllow) };
    const accounts = { ...deps, secrets, graceDays: config.graceDays };
    const stopPurging = startPurging({ ...accounts, files }, log);
    const stopForgetting = startForgetting({ ...deps, files }, config, log);
    const tokens = await openTokens({ ...deps, secrets });
    const callers = openCallers({ ...deps, tokens });
    const stats = openStatsReader(deps, (error) => log.warn({ code: (error as { code?: string }).code }, 'counting customers failed'));
    const audit = openAudit(deps, log);
    const app = await buildApp({
      ...httpSettingsOf(config),
      ingest,
      accounts,
      imports: { files, jobs },
      callers,
      audit,
      activity,
      limits,
      changes,
      tokens,
      webhooks: webhookDeps,
      metrics,
      stats,
      log,
    });
    const url = await app.listen({ port: config.port, host: config.host });
    const webhooks = await startWebhookRole(config, { ...webhookDeps, log, metrics });
    tellWebhooks = webhooks.tell;
    return {
      url,
      async stop() {
        await Promise.all([app.close(), jobs.stop()]);
        await ingest.lanes.drain();
        await webhooks.stop();
        await Promise.all([stopForgetting(), stopPurging()]);
        await Promise.all([housekeeping.rest(), callers.rest(), audit.rest(), stats.stop(), days.stop()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function httpSettingsOf({
  roles,
  trustProxy,
  bodySeconds,
  publicUrl,
}: Config): Pick<Context, 'hasApi' | 'trustProxy' | 'bodySeconds' | 'publicUrl'> {
  return { hasApi: roles.has('api'), trustProxy, bodySeconds, publicUrl };
}

/** A start that failed leaves jobs behind that wait for their hour: the process ends without them, as soon as its fault is told. */
const FAILED_START_MS = 500;

/** The heap is collected when it has doubled; left alone it grew to three times what was in use (figures: `bin/serve-flags.mjs`). */
const HEAP_GROWTH = '--heap-growing-percent=100';

/** How long a stop may take before the process goes anyway; what was acknowledged is durable already. */
const STOP_MS_MAX = 9_000;

/** Serves until a signal comes. */
export async function serve(config: Config): Promise<void> {
  await expectPort(config);
  setFlagsFromString(HEAP_GROWTH);
  const log = openLog(config.logLevel, process.stderr.isTTY);
  const serving = await startServing(config, log, sayCredentials).catch((error: unknown) => {
    setTimeout(() => process.exit(), FAILED_START_MS).unref();
    throw error;
  });
  const store = config.databaseUrl === null ? `embedded store in ${config.dataDir}` : 'PostgreSQL';
  log.info({ url: serving.url, store, synced: config.databaseUrl === null ? config.isSynced : undefined }, 'Clientele is ready');
  if (config.databaseUrl === null && !config.isSynced)
    log.warn('--no-sync: what was acknowledged last can be lost when the machine loses power');
  await nextSignal();
  log.info('stopping: no new requests, those under way are answered');
  const timer = setTimeout(() => process.exit(1), STOP_MS_MAX);
  await serving.stop();
  clearTimeout(timer);
  log.info('stopped');
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** On stderr and not in the log: they are shown once and kept nowhere. */
function sayCredentials({ username, password, key }: Credentials): void {
  process.stderr.write(`
A new registry. These credentials are shown this once; keep them:
  username    ${username}
  password    ${password}
  access key  ${key}

`);
}
