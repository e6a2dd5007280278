// The thread that owns the embedded PostgreSQL, so that a statement of 20 ms does not hold up HTTP. Requests are run in order.
// After a panic nothing is answered any more: the thread ends, and who waits is told that the outcome is unknown.

import { parentPort, workerData } from 'node:worker_threads';
import { endsOutsideTransaction } from './decode.ts';
import { encodeScript } from './encode.ts';
import { startPostgres } from './start-postgres.ts';
import type { MessagePort } from 'node:worker_threads';
import type { RunningPostgres } from './start-postgres.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-messages.ts';

/**
 * PostgreSQL without a postmaster has no checkpointer: its WAL would grow for ever. 32 segments are 512 MiB. The first change to a page
 * behind a checkpoint logs it whole, and new customers touch pages all over the indexes: with 8 segments the last quarter of 180,000 events wrote
 * 25 kB of log each and came in at 4,181 a second, with 32 it was 4.4 kB and 6,825 a second. The price is the start after a kill: ready in 5.2 s
 * behind 28 segments, in 2.7 s behind 9.
 */
const WAL_SEGMENTS_MAX = 32;

const port = parentPort as MessagePort;
const checkpoint = encodeScript('checkpoint');
let lastWords: string | undefined;

function tell(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function fail(reason: string): never {
  tell({ kind: 'failed', reason });
  process.exit(1);
}

async function run({ database }: RunningPostgres, request: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  // The chunks are views of PostgreSQL's own memory, which the next chunk overwrites.
  await database.execProtocolRawStream(request, { syncToFs: false, onRawData: (chunk) => chunks.push(chunk.slice()) });
  if (chunks.length === 1) return chunks[0] as Uint8Array<ArrayBuffer>;
  return joined(chunks);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((bytes, chunk) => bytes + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function answer(postgres: RunningPostgres, requests: readonly Uint8Array[]): Promise<void> {
  const answers: Uint8Array<ArrayBuffer>[] = [];
  for (const request of requests) answers.push(await run(postgres, request));
  const isIdle = endsOutsideTransaction(answers.at(-1) as Uint8Array);
  const transfer = answers.map((bytes) => bytes.buffer);
  tell({ kind: 'answers', answers, syncCalls: postgres.files.syncCalls }, transfer);
  if (!isIdle || postgres.files.walSegments < WAL_SEGMENTS_MAX) return;
  postgres.files.forgetWalSegments();
  await run(postgres, checkpoint);
}

async function end({ database }: RunningPostgres): Promise<never> {
  await database.close();
  process.exit(0);
}

async function start(): Promise<RunningPostgres> {
  const onLog = (line: string): void => {
    if (/\b(?:FATAL|PANIC): /.test(line)) lastWords = line.replace(/^.*?(?=FATAL|PANIC)/, '');
  };
  try {
    return await startPostgres(workerData as WorkerSettings, {
      onLog,
      onAbort: (reason = 'PostgreSQL gave no reason') => fail(lastWords ?? reason),
    });
  } catch (error) {
    return fail(lastWords ?? String(error));
  }
}

const postgres = await start();
let work = Promise.resolve();
port.on('message', (message: ToWorker) => {
  const perform = (): Promise<void> => (message === 'close' ? end(postgres) : answer(postgres, message.requests));
  work = work.then(perform).catch((error: unknown) => fail(lastWords ?? String(error)));
});
tell({ kind: 'ready' });
