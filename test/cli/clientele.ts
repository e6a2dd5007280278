// The command as a user runs it, with an environment that names no store: in this process, and as one of its own where a test is
// about that (signals, stdin, a terminal, two at once). A process of its own costs half a second of a core before it does anything.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAfterFile } from '../helpers/leftovers.ts';
import { run } from '../checkout/child.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import type { Ended } from '../checkout/child.ts';

type Environment = Readonly<Record<string, string>>;

const SETTINGS = /^(CLIENTELE_|DATABASE_URL|PORT|HOST|LOG_LEVEL)/;

/** Runs `clientele` with these arguments in this process, one at a time; `env` is added to an environment without settings. */
export async function clientele(args: readonly string[], env: Environment = {}): Promise<Ended> {
  const before = process.env;
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  process.env = environmentWith(env);
  try {
    await runCommand(args);
    return { status: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.env = before;
    process.exitCode = undefined;
    stdout.end();
    stderr.end();
  }
}

/** The same as a process of its own. */
export function clienteleProcess(args: readonly string[], env: Environment = {}): Promise<Ended> {
  return run(process.execPath, ['src/cli/main.ts', ...args], { env: environmentWith(env) });
}

/** What `clientele` prints at a terminal of its own, which util-linux's `script` makes. */
export async function atTerminal(args: readonly string[], env: Environment = {}): Promise<string> {
  const command = [process.execPath, 'src/cli/main.ts', ...args].map((word) => `'${word}'`).join(' ');
  return (await run('script', ['-qec', command, '/dev/null'], { env: { ...process.env, ...env } })).stdout;
}

function environmentWith(env: Environment): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return { ...Object.fromEntries(kept), ...env };
}

/** Takes what is written to a stream of this process, which is no terminal meanwhile. */
function capture(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  const { write, isTTY } = stream;
  let text = '';
  const take = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    text += Buffer.from(chunk as string).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(done as () => void);
    return true;
  };
  Object.assign(stream, { write: take, isTTY: false });
  return { text: () => text, end: () => void Object.assign(stream, { write, isTTY }) };
}

/** A folder that is gone after the file's tests. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-cli-'));
  clearAfterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file with this text; gives its path. */
export function fileWith(text: string | Uint8Array, name = 'records.ndjson'): string {
  const path = join(freshFolder(), name);
  writeFileSync(path, text);
  return path;
}
