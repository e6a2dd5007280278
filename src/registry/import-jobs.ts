// Imports as jobs: made, read, asked to stop, to go on, to be undone and restored. Which node works on one, and how far it came, is
// in import-work.ts.

import { findImport, insertImport, listImports, updateImport } from '../storage/imports.ts';
import { insertLease } from '../storage/import-leases.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { Keeping } from './claim-key.ts';
import type { Import, ImportSettings, ImportState } from '../core/import.ts';
import type { ImportPatch } from '../storage/imports.ts';

/** Makes an import that waits for its file. */
export async function createImport({ database, clock }: Deps, scope: AccountScope, settings: ImportSettings): Promise<Import> {
  const importId = clock.id();
  await database.forAccount(scope, (tx) => insertImport(tx, { ...settings, importId, createdAt: clock.now() }));
  return readImport({ database, clock }, scope, importId);
}

/** The import. Throws `not_found`. */
export async function readImport({ database }: Deps, scope: AccountScope, importId: string): Promise<Import> {
  const found = await database.forAccount(scope, (tx) => findImport(tx, importId));
  if (found) return found;
  throw new RegistryError('not_found', 'This account has no import with this id.');
}

/** A page of imports, newest first. */
export function readImports({ database }: Deps, scope: AccountScope, page: Parameters<typeof listImports>[1]): Promise<Import[]> {
  return database.forAccount(scope, (tx) => listImports(tx, page));
}

/** The file is whole: the import waits for a node. Throws `request_invalid` where it is empty, `import_state` unless it is still uploading. */
export async function submitImport(
  deps: Deps,
  scope: AccountScope,
  { importId, bytes }: { importId: string; bytes: number },
): Promise<Import> {
  if (bytes === 0) throw new RegistryError('request_invalid', 'The file is empty: it holds no record.');
  return start(deps, scope, importId, { from: ['uploading'], patch: { state: 'waiting', bytes } });
}

/** Notes how much of the file is there. */
export async function noteUpload(
  { database }: Deps,
  scope: AccountScope,
  { importId, bytes }: { importId: string; bytes: number },
): Promise<void> {
  await database.forAccount(scope, (tx) => updateImport(tx, importId, ['uploading'], { bytes }));
}

/** Asks the import to stop at the end of the batch that is on its way. What was taken stays; undo takes it back. */
export async function cancelImport(deps: Deps, scope: AccountScope, importId: string): Promise<Import> {
  const { database, clock } = deps;
  const isDone = await database.inTransaction(scope, async (tx) => {
    const canceled = { state: 'canceled', finished_at: clock.now() };
    if (await updateImport(tx, importId, ['uploading'], { ...canceled, has_file: false })) return true;
    if (await updateImport(tx, importId, ['waiting'], canceled)) return true;
    return updateImport(tx, importId, ['checking', 'running'], { is_cancel_asked: true });
  });
  if (!isDone) await refuseState(deps, scope, importId, 'canceled');
  return readImport(deps, scope, importId);
}

/** Has a canceled import go on behind its last committed batch. Throws `import_state` where its file is gone, or never came whole. */
export function resumeImport(deps: Deps, scope: AccountScope, importId: string): Promise<Import> {
  const patch = { state: 'waiting', is_cancel_asked: false, finished_at: null };
  return start(deps, scope, importId, { from: ['canceled'], patch, isFromFile: true });
}

/** Takes back everything the import brought, or, where it is undone, brings it back. Throws `import_state` when the time for it is over. */
export async function undoImport(deps: Deps & Keeping<Import>, scope: AccountScope, importId: string): Promise<Import> {
  const job = await expectUndoable(deps, scope, importId);
  const isBack = job.state === 'undone';
  return start(deps, scope, importId, {
    from: isBack ? ['undone'] : ['finished', 'canceled', 'failed'],
    patch: { state: isBack ? 'restoring' : 'undoing', undo: null },
  });
}

/** The import, if it can be undone or restored at present. Throws `import_state`. */
export async function expectUndoable(deps: Deps, scope: AccountScope, importId: string): Promise<Import> {
  const job = await readImport(deps, scope, importId);
  if (job.isDryRun) throw new RegistryError('import_state', 'A dry run takes nothing in: there is nothing to undo.');
  if (job.undoableUntil === null) await refuseState(deps, scope, importId, 'undone');
  else if (job.undoableUntil < deps.clock.now()) {
    throw new RegistryError('import_state', `This import could be undone until ${job.undoableUntil}; that is over.`);
  }
  return job;
}

interface Start {
  readonly from: readonly ImportState[];
  readonly patch: ImportPatch & { readonly state: string };
  /** Whether there is nothing to start without the file. */
  readonly isFromFile?: boolean;
}

async function start(
  deps: Deps & Keeping<Import>,
  scope: AccountScope,
  importId: string,
  { from, patch, isFromFile = false }: Start,
): Promise<Import> {
  const started = await deps.database.inTransaction(scope, async (tx) => {
    if (!(await updateImport(tx, importId, from, patch))) return null;
    const job = (await findImport(tx, importId)) as Import;
    if (isFromFile && !job.hasFile) throw new RegistryError('import_state', FILE_GONE);
    await insertLease(tx, importId);
    await deps.keep?.(tx, job);
    return job;
  });
  return started ?? refuseState(deps, scope, importId, patch.state);
}

async function refuseState(deps: Deps, scope: AccountScope, importId: string, wish: string): Promise<never> {
  const { state } = await readImport(deps, scope, importId);
  throw new RegistryError('import_state', `An import that is ${state} cannot be ${WISHES[wish] ?? wish}.`);
}

const FILE_GONE = 'The file of this import is no longer kept, or never came whole: import it again. What was taken of it stays.';
const WISHES: Readonly<Record<string, string>> = { waiting: 'started', undoing: 'undone', restoring: 'restored' };
