// A file of a million Wasabi events by `clientele import`, and everybody out again by an export; with the most memory that the command and
// the server held meanwhile, as Linux counts it.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { generateSample } from '../src/cli/sample.ts';
import { headersOf, OPERATOR_KEY, withProduct } from './product.ts';
import type { Bench, Figure } from './stage.ts';
import type { RunningServer } from './server-process.ts';

const RECORDS = 1_000_000;
const SEED = 20;
const LOOK_EVERY_MS = 100;

export const files: Bench = {
  name: 'files',
  figures: ['import', 'import-server-memory', 'import-command-memory', 'export', 'export-cobi'],
  measure: async (stage) => {
    const count = stage.count(RECORDS);
    const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-file-'));
    const path = join(folder, 'events.ndjson');
    try {
      await pipeline(Readable.from(linesOf(count)), createWriteStream(path));
      return await withProduct(stage, 'postgresql', async (server) => {
        const imported = await importFile(server, path, count);
        return [...imported, await exportAll(server, 'export', count), await exportAll(server, 'export-cobi', count)];
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function* linesOf(count: number): Generator<string> {
  for (const text of generateSample({ format: 'wasabi', count, seed: SEED, bad: 0, duplicates: 0, updates: 0, shuffle: false }))
    yield `${text}\n`;
}

async function importFile({ origin, pid }: RunningServer, path: string, count: number): Promise<Figure[]> {
  const beganAt = performance.now();
  const env = { ...process.env, CLIENTELE_URL: origin, CLIENTELE_KEY: OPERATOR_KEY };
  const command = spawn(process.execPath, ['src/cli/main.ts', 'import', '--json', path], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let told = '';
  command.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  let commandMegabytes = 0;
  const look = setInterval(() => {
    void peakOf(command.pid as number).then((megabytes) => (commandMegabytes = Math.max(commandMegabytes, megabytes)));
  }, LOOK_EVERY_MS);
  await once(command, 'close');
  clearInterval(look);
  const { outcomes } = JSON.parse(told) as { outcomes: { created: number } };
  if (outcomes.created !== count) throw new Error(`import: ${count - outcomes.created} of ${count} records were not created.`);
  return [
    { name: 'import', perSecond: count / ((performance.now() - beganAt) / 1000) },
    { name: 'import-server-memory', megabytes: await peakOf(pid) },
    { name: 'import-command-memory', megabytes: commandMegabytes },
  ];
}

/** The most memory a process held so far; 0 where it is gone, or is no Linux process. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

async function exportAll({ origin }: RunningServer, name: string, count: number): Promise<Figure> {
  const format = name === 'export' ? 'registry' : 'cobi';
  const beganAt = performance.now();
  const { body } = await request(`${origin}/v1/exports?format=${format}`, { headers: headersOf(), bodyTimeout: 0, headersTimeout: 0 });
  let lines = 0;
  for await (const chunk of body) for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  if (format === 'registry' && lines !== count) throw new Error(`export: ${lines} of ${count} customers came.`);
  return { name, perSecond: lines / ((performance.now() - beganAt) / 1000) };
}
