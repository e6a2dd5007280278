// The audit log on its way to the store: entries wait for at most a second and are written together, beside the requests and never before
// their answers. Requests that bring records are told together, which their receipts make up for.

import { insertAudit } from '../../storage/audit.ts';
import type { AccountScope } from '../../core/account.ts';
import type { AuditEntry } from '../../core/audit.ts';
import type { Deps } from '../save-records.ts';
import type { Log } from '../../log.ts';

/** What happened, as a route tells it. */
export interface AuditNote extends Omit<AuditEntry, 'at' | 'auditId' | 'times'> {
  readonly scope: AccountScope;
}

export interface Audit {
  note(note: AuditNote): void;
  /** Writes what waits; resolves when it is written, or has failed. */
  rest(): Promise<void>;
}

const WAIT_MS = 1_000;
/** Entries in memory while the store cannot be reached; beyond them the newest are dropped, and the log says how many. */
const WAITING_MAX = 50_000;
const BATCH = 1_000;

/** Entries of one account, those told together by what they have in common. */
interface Waiting {
  readonly scope: AccountScope;
  readonly entries: Map<string, AuditEntry>;
}

export function openAudit({ database, clock }: Deps, log: Log): Audit {
  let waiting = new Map<string, Waiting>();
  let count = 0;
  let dropped = 0;
  let writing: Promise<void> = Promise.resolve();
  let isDue = false;

  function note({ scope, ...told }: AuditNote): void {
    if (count >= WAITING_MAX) {
      dropped += 1;
      return;
    }
    const { entries } = waitingOf(scope);
    const auditId = clock.id();
    const name = told.requestId === null ? JSON.stringify([told.operation, told.outcome, told.actor.id, told.address]) : auditId;
    const same = entries.get(name);
    if (!same) count += 1;
    entries.set(name, same ? { ...same, times: same.times + 1 } : { ...told, at: clock.now(), auditId, times: 1 });
    if (!isDue) void writeLater();
  }
  function waitingOf(scope: AccountScope): Waiting {
    const held = waiting.get(scope.accountId) ?? { scope, entries: new Map<string, AuditEntry>() };
    waiting.set(scope.accountId, held);
    return held;
  }
  async function writeLater(): Promise<void> {
    isDue = true;
    await clock.sleep(WAIT_MS);
    isDue = false;
    await rest();
  }
  async function rest(): Promise<void> {
    const taken = [...waiting.values()];
    waiting = new Map();
    count = 0;
    writing = writing.then(() => writeAll(taken));
    await writing;
  }
  async function writeAll(taken: readonly Waiting[]): Promise<void> {
    for (const { scope, entries } of taken) await write(scope, [...entries.values()]);
    if (dropped > 0) log.error({ dropped }, 'entries of the audit log were dropped: too many waited for the store');
    dropped = 0;
  }
  /** What the store does not take now is tried again with the next; an entry that was written after all is not written twice. */
  async function write(scope: AccountScope, entries: readonly AuditEntry[]): Promise<void> {
    for (let at = 0; at < entries.length; at += BATCH) {
      const batch = entries.slice(at, at + BATCH);
      await database
        .forAccount(scope, (tx) => insertAudit(tx, batch))
        .catch((error: unknown) => {
          log.warn({ code: (error as { code?: string }).code, entries: batch.length }, 'the audit log waits for the store');
          for (const entry of batch) waitingOf(scope).entries.set(entry.auditId, entry);
          count += batch.length;
        });
    }
  }
  return { note, rest };
}
