// Imports at the store itself: this process is the node that takes them in, for as long as its command runs.

import { join } from 'node:path';
import { cancelImport, createImport, noteUpload, readImport, readImports, resumeImport, submitImport } from '../../registry/import-jobs.ts';
import { expectStore } from '../../storage/look.ts';
import { importView } from '../../http/import-view.ts';
import { nameIn } from '../../http/ingest-request.ts';
import { openHousekeeping } from '../../registry/tidy-store.ts';
import { openImportFiles } from '../../ingest/import-files.ts';
import { openImportJobs } from '../../ingest/import-jobs.ts';
import { openLanes } from '../../ingest/lanes.ts';
import { openLog } from '../../log.ts';
import { openRejects } from '../../ingest/import-rejects.ts';
import { readConfig } from '../../config.ts';
import { scopeFor } from '../../registry/account/scope-for.ts';
import { storeOf, withStore } from '../store.ts';
import { systemClock } from '../../clock.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../storage/database.ts';
import type { Import } from '../../core/import.ts';
import type { ImportDoor } from './import-door.ts';
import type { PlaceFlags } from '../place.ts';
import type { ImportJobs } from '../../ingest/import-jobs.ts';
import type { ImportView } from './summary.ts';
import type { ImportDeps } from '../../ingest/known-import.ts';

/** Opens the store that the flags name. Throws `store_locked` where a server has it, `store_invalid` where there is none. */
export async function withStoreDoor<T>(flags: PlaceFlags, use: (door: ImportDoor) => Promise<T>): Promise<T> {
  const config = readConfig(process.env, flags);
  const settings = storeOf(config);
  await expectStore(settings);
  return withStore(settings, async (database) => {
    const log = openLog('warn', process.stderr.isTTY);
    const housekeeping = openHousekeeping(database, log);
    const deps = importDeps(config, database, (records) => housekeeping.onKept(records));
    const scope = await scopeFor(deps, flags.account);
    const jobs = await openImportJobs(deps, log);
    try {
      return await use(storeDoor(deps, jobs, scope));
    } finally {
      await jobs.stop();
      await deps.lanes.drain();
      await housekeeping.rest();
    }
  });
}

function importDeps({ dataDir, undoDays }: Config, database: Database, onKept: (records: number) => void): ImportDeps {
  const deps = { database, clock: systemClock() };
  const files = openImportFiles(join(dataDir, 'imports'));
  return { ...deps, lanes: openLanes(deps, onKept), files, undoDays, onTaken: () => undefined };
}

const LATEST = 200;

function storeDoor(deps: ImportDeps, jobs: ImportJobs, scope: AccountScope): ImportDoor {
  const { files } = deps;
  const shown = async (job: Import | Promise<Import>): Promise<ImportView> => importView(await job) as ImportView;
  const complete = async (importId: string): Promise<Import> => {
    return submitImport(deps, scope, { importId, bytes: (await files.size(scope, importId)) ?? 0 });
  };
  const steps = {
    complete,
    resume: (id: string) => resumeImport(deps, scope, id),
    cancel: (id: string) => cancelImport(deps, scope, id),
  };
  return {
    list: async () => Promise.all((await readImports(deps, scope, { after: null, limit: LATEST })).map(shown)),
    async create(settings) {
      if (settings.source !== null) nameIn(settings.source, 'registry');
      return shown(createImport(deps, scope, settings));
    },
    async append(id, offset, part) {
      const bytes = await files.append(scope, id, { offset, bytes: part });
      await noteUpload(deps, scope, { importId: id, bytes });
      return bytes;
    },
    async step(id, what) {
      const job = await steps[what](id);
      if (what === 'cancel') jobs.halt(id);
      else jobs.wake();
      return shown(job);
    },
    read: (id) => shown(readImport(deps, scope, id)),
    rejects: async (id) => (await openRejects(files, scope, await readImport(deps, scope, id))).text,
  };
}
