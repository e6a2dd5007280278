// The lock of a data directory: who holds it keeps others out, and the dead keep nobody out.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { thisHolder } from '../../../src/storage/embedded/holder.ts';
import { lockStore } from '../../../src/storage/embedded/store-lock.ts';
import { ScriptProcess } from './child-process.ts';
import { freshDataDir } from './data-dir.ts';
import type { Holder } from '../../../src/storage/embedded/holder.ts';

const processes: ScriptProcess[] = [];
const lockFile = (dataDir: string): string => join(dataDir, 'store.lock');

async function startHolder(dataDir: string): Promise<ScriptProcess> {
  const holder = new ScriptProcess('lock-holder.ts', [dataDir]);
  processes.push(holder);
  await holder.line('ready');
  return holder;
}

async function holdElsewhere(dataDir: string): Promise<ScriptProcess> {
  const holder = await startHolder(dataDir);
  holder.go();
  await holder.line('held');
  return holder;
}

function leaveLock(changes: Partial<Holder>): string {
  const dataDir = freshDataDir();
  writeFileSync(lockFile(dataDir), JSON.stringify({ ...thisHolder(), ...changes }));
  return dataDir;
}

afterEach(async () => {
  for (const one of processes.splice(0)) await one.kill();
});

describe('a living holder', () => {
  it('in another process is named to whoever comes second, within two seconds', async () => {
    const dataDir = freshDataDir();
    const { pid } = await holdElsewhere(dataDir);
    const startedMs = performance.now();
    const refused = lockStore(dataDir);
    await expect(refused).rejects.toMatchObject({ name: 'RegistryError', code: 'store_locked' });
    await expect(refused).rejects.toThrow(new RegExp(`in use by process ${pid} on ${hostname()} since 20`));
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it('in this very process is refused as well', async () => {
    const dataDir = freshDataDir();
    const lock = await lockStore(dataDir);
    await expect(lockStore(dataDir)).rejects.toThrow('in use by this process itself');
    lock.release();
    (await lockStore(dataDir)).release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('on another machine cannot be asked, so it is refused with the way out', async () => {
    const dataDir = leaveLock({ host: 'elsewhere', pid: 1 });
    await expect(lockStore(dataDir)).rejects.toThrow(`process 1 on elsewhere`);
    await expect(lockStore(dataDir)).rejects.toThrow(`remove ${lockFile(dataDir)}`);
  });

  it('is assumed where the lock cannot be read', async () => {
    const dataDir = freshDataDir();
    writeFileSync(lockFile(dataDir), '');
    await expect(lockStore(dataDir)).rejects.toMatchObject({ code: 'store_locked' });
  });
});

describe('a dead holder', () => {
  it('killed without a chance to clean up is succeeded', async () => {
    const dataDir = freshDataDir();
    await (await holdElsewhere(dataDir)).kill();
    const lock = await lockStore(dataDir);
    expect(JSON.parse(readFileSync(lockFile(dataDir), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
    expect(existsSync(lockFile(dataDir))).toBe(false);
  });

  it.runIf(existsSync('/proc/self/stat'))('whose id another process has by now is succeeded', async () => {
    const dataDir = leaveLock({ pid: process.ppid, startedAt: 'an earlier start' });
    (await lockStore(dataDir)).release();
  });

  it('that died while it took over from another dead one is succeeded', async () => {
    const dataDir = freshDataDir();
    const first = await holdElsewhere(dataDir);
    await first.kill();
    const { token } = JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as Holder;
    const successor = { ...thisHolder(), pid: first.pid, startedAt: null };
    writeFileSync(`${lockFile(dataDir)}.after-${token}`, JSON.stringify(successor));
    (await lockStore(dataDir)).release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is succeeded by exactly one of five who come at once', async () => {
    const dataDir = freshDataDir();
    await (await holdElsewhere(dataDir)).kill();
    const takers = await Promise.all(Array.from({ length: 5 }, () => startHolder(dataDir)));
    for (const taker of takers) taker.go();
    const outcomes = await Promise.all(takers.map((taker) => Promise.any([taker.line('held'), taker.line('refused')])));
    expect(outcomes.filter((line) => line === 'held')).toHaveLength(1);
    const winner = takers[outcomes.indexOf('held')]?.pid;
    expect(outcomes.filter((line) => line.includes(`in use by process ${winner} `))).toHaveLength(4);
  });
});
