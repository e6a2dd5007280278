// The lock that keeps two processes off one data directory: together they would silently lose what they acknowledged. It comes
// into being whole (a link to a finished file), and a dead holder's lock passes to exactly one of those who want it.

import { linkSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryError } from '../../error.ts';
import { isDead, readHolder, thisHolder } from './holder.ts';
import type { Holder } from './holder.ts';

export interface StoreLock {
  release(): void;
}

/** Others may be in the middle of taking over a dead lock; that takes milliseconds. */
const PATIENCE_MS = 1000;
const RETRY_MS = 20;

interface Attempt {
  readonly lockPath: string;
  /** A file that says who we are, to be linked to the names we win. */
  readonly ownPath: string;
}

/** Takes the lock of `dataDir`, which exists; refuses within two seconds with `store_locked`, naming who holds it. */
export async function lockStore(dataDir: string): Promise<StoreLock> {
  const me = thisHolder();
  const lockPath = join(dataDir, 'store.lock');
  const attempt = { lockPath, ownPath: `${lockPath}.${me.token}` };
  writeFileSync(attempt.ownPath, JSON.stringify(me), { flag: 'wx' });
  try {
    await acquire(attempt, dataDir);
  } finally {
    unlinkSync(attempt.ownPath);
  }
  return { release: () => release(lockPath, me) };
}

async function acquire(attempt: Attempt, dataDir: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    if (claim(attempt.lockPath, attempt)) return;
    const holder = readHolder(attempt.lockPath);
    if (holder === undefined) continue;
    if (holder === null || !isDead(holder) || performance.now() > deadline) throw refusal(holder, attempt.lockPath, dataDir);
    await sleep(RETRY_MS);
  }
}

/**
 * One try to make `path` ours. A dead holder's file is replaced only by who holds the right to succeed that very holder, which
 * is a lock of its own, named after the dead one's token and claimed in the same way; so a fresh lock is never replaced.
 */
function claim(path: string, attempt: Attempt): boolean {
  if (link(attempt.ownPath, path)) return true;
  const holder = readHolder(path);
  if (!holder || !isDead(holder)) return false;
  const right = `${attempt.lockPath}.after-${holder.token}`;
  if (!claim(right, attempt)) return false;
  if (readHolder(path)?.token !== holder.token) {
    // Somebody succeeded the dead one between our look and our claim.
    unlinkSync(right);
    return false;
  }
  renameSync(right, path);
  return true;
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function release(lockPath: string, me: Holder): void {
  if (readHolder(lockPath)?.token === me.token) rmSync(lockPath);
}

function refusal(holder: Holder | null, lockPath: string, dataDir: string): RegistryError {
  const remedy = `If you are sure that it no longer runs, remove ${lockPath}.`;
  if (!holder)
    return new RegistryError('store_locked', `The lock of the store in ${dataDir} cannot be read, so it may be in use. ${remedy}`);
  const who = holder.pid === process.pid && isHere(holder) ? 'this process itself' : `process ${holder.pid}`;
  const what = `The store in ${dataDir} is in use by ${who} on ${holder.host} since ${holder.since}.`;
  const next = 'Stop that process or choose another data directory.';
  return new RegistryError('store_locked', [what, next, ...(isHere(holder) ? [] : [remedy])].join(' '));
}

function isHere(holder: Holder): boolean {
  return holder.host === thisHolder().host;
}
