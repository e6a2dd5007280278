// Processes under test: scripts of this folder, run by Node, told apart by the lines they print.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export class ScriptProcess {
  /** All lines it printed so far. */
  readonly lines: string[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<unknown>;
  readonly #reader;

  constructor(script: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#closed = once(this.#child, 'close');
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#reader.on('line', (line) => this.lines.push(line));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The first line that starts so, at once or when it comes. */
  async line(start: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.startsWith(start));
      if (found !== undefined) return found;
      const ended = await Promise.race([once(this.#reader, 'line').then(() => false), this.#closed.then(() => true)]);
      if (ended) throw new Error(`the process ended before it printed ${start}: ${this.lines.join(' | ')}`);
    }
  }

  /** Ends its input, which these scripts take as the sign to go on. */
  go(): void {
    this.#child.stdin.end();
  }

  /** Kills it as `kill -9` does; afterwards `lines` is complete. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
