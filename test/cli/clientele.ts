// The command as a user runs it: a process of its own, with an environment that names no store.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { run } from '../checkout/child.ts';
import type { Ended } from '../checkout/child.ts';

const folders: string[] = [];

/** Runs `clientele` with these arguments; `env` is added to an environment without settings. */
export function clientele(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CLIENTELE_|DATABASE_URL|PORT|HOST|LOG_LEVEL)/.test(name));
  return run(process.execPath, ['src/cli/main.ts', ...args], { env: { ...Object.fromEntries(kept), ...env } });
}

/** What `clientele` prints at a terminal of its own, which util-linux's `script` makes. */
export async function atTerminal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const command = [process.execPath, 'src/cli/main.ts', ...args].map((word) => `'${word}'`).join(' ');
  return (await run('script', ['-qec', command, '/dev/null'], { env: { ...process.env, ...env } })).stdout;
}

/** A folder that is gone after the file's tests. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-cli-'));
  folders.push(folder);
  return folder;
}

/** A file with this text; gives its path. */
export function fileWith(text: string | Uint8Array, name = 'records.ndjson'): string {
  const path = join(freshFolder(), name);
  writeFileSync(path, text);
  return path;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
