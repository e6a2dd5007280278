// Who holds a store: what a lock file says, and whether that process still lives. A process is its id together with its start
// time, because ids are given out again.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Holder {
  readonly pid: number;
  /** The machine's boot and the process's start after it; null where the system does not tell. */
  readonly startedAt: string | null;
  readonly host: string;
  /** When the lock was taken, RFC 3339. */
  readonly since: string;
  /** Different for every attempt to take a lock. */
  readonly token: string;
}

/** This process, about to take a lock. */
export function thisHolder(): Holder {
  const since = new Date().toISOString();
  return { pid: process.pid, startedAt: processStart(process.pid), host: hostname(), since, token: randomUUID() };
}

/** The holder a lock file names; undefined when there is no such file, null when what is there was not written by us. */
export function readHolder(path: string): Holder | null | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' && typeof holder.host === 'string' && typeof holder.token === 'string'
      ? (holder as Holder)
      : null;
  } catch {
    return null;
  }
}

/** True only where it is certain: a process of another machine, which cannot be asked, counts as alive. */
export function isDead(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  const startedAt = processStart(holder.pid);
  if (startedAt !== null && holder.startedAt !== null) return startedAt !== holder.startedAt;
  return !answersSignals(holder.pid);
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Linux only. The ticks count from the boot, so the boot is named too. */
function processStart(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold anything; the start time is the 22nd of all.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
