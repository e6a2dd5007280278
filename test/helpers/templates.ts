// Stores that are migrated and hold nothing, made once a run and copied for each test that wants one: on two busy cores, making the
// embedded one takes five seconds of a core, copying it less than half a second.

import { constants, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { createDatabase, onServer } from './databases.ts';
import { openDatabase } from '../../src/storage/database.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const MAKING_MS_MAX = 60_000;

declare module 'vitest' {
  interface ProvidedContext {
    /** What this run's templates are called, and the folder where they lie; gone after the last test. */
    templates: { readonly name: string; readonly folder: string };
  }
}

/** Fills an empty folder with a migrated embedded store. */
export async function copyEmbedded(folder: string): Promise<void> {
  await cp(await embeddedTemplate(), folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** Test files begin side by side: the first makes it, and the others wait for it, but for one that was ended half-way. */
async function embeddedTemplate(): Promise<string> {
  const { folder } = inject('templates');
  const template = join(folder, 'embedded');
  const isFirst = await mkdir(join(folder, 'making')).then(
    () => true,
    () => false,
  );
  if (!isFirst) await appears(template);
  if (existsSync(template)) return template;
  const made = await mkdtemp(join(folder, 'made-'));
  await migrate({ dataDir: made, isSynced: false });
  await rename(made, template).catch(() => rm(made, { recursive: true }));
  return template;
}

async function appears(path: string): Promise<void> {
  const endMs = performance.now() + MAKING_MS_MAX;
  while (!existsSync(path) && performance.now() < endMs) await sleep(20);
}

/** A database that nobody used before, migrated; it is dropped after the file's tests. */
export async function copyDatabase(): Promise<string> {
  return createDatabase(await databaseTemplate());
}

async function databaseTemplate(): Promise<string> {
  const template = inject('templates').name;
  if ((await onServer(`select from pg_database where datname = '${template}'`)) > 0) return template;
  const url = await createDatabase();
  await migrate({ databaseUrl: url, connectionsMax: 1 });
  // Where another file was faster, this one stays a database like any other, and goes with this file's.
  await onServer(`alter database ${new URL(url).pathname.slice(1)} rename to ${template}`).catch(() => undefined);
  return template;
}

async function migrate(settings: StoreSettings): Promise<void> {
  const database = await openDatabase(settings);
  await database.close();
}
