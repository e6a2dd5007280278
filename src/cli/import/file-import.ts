// One file of `clientele import`: up to the server in parts, then followed until its job ends.

import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readFile, stat } from 'node:fs/promises';
import { EXIT } from '../exit.ts';
import { mappingIn } from '../../ingest/file/mapping.ts';
import { expectWritable, openToRead, openToWrite } from '../files.ts';
import { partsOf } from './parts.ts';
import { previewOf } from './preview.ts';
import { Progress } from './progress.ts';
import { RegistryError } from '../../error.ts';
import { summarize } from './summary.ts';
import { systemClock } from '../../clock.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { ImportDoor } from './import-door.ts';
import type { PlaceFlags } from '../place.ts';
import type { ImportView } from './summary.ts';
import type { Stats } from 'node:fs';

export interface ImportFlags extends PlaceFlags {
  readonly format: ImportSettings['format'];
  readonly type: ImportSettings['recordType'];
  readonly source?: string;
  readonly policy: ImportSettings['policy'];
  readonly dryRun?: true;
  readonly mapping?: string;
  readonly applyFixes?: true;
  readonly rejects?: string;
  readonly resume?: true;
  readonly json?: true;
}

const LOOK_EVERY_MS = 250;
const ENDED: ReadonlySet<string> = new Set(['finished', 'canceled', 'failed']);

export class FileImport {
  readonly #file: string;
  readonly #flags: ImportFlags;
  readonly #door: ImportDoor;
  readonly #progress: Progress;
  #isStopping = false;

  constructor(file: string, flags: ImportFlags, door: ImportDoor) {
    this.#file = file;
    this.#flags = flags;
    this.#door = door;
    this.#progress = new Progress(file);
  }

  /** Runs the import to its end, and gives the exit code. */
  async run(): Promise<number> {
    const settings = await this.#settings();
    // Before anything is taken in, of which only its rejects would be missing.
    if (this.#flags.rejects !== undefined) await expectWritable(this.#flags.rejects);
    if (settings.isDryRun && !this.#isStdin) process.stderr.write(await previewOf(this.#file, settings));
    const began = (this.#flags.resume && (await this.#gone())) || (await this.#upload(settings));
    const stop = (): void => this.#stop(began.id);
    process.once('SIGINT', stop);
    try {
      const ended = await this.#follow(began);
      this.#progress.end();
      const hasRejects = rejectedIn(ended) > 0 || (ended.state === 'failed' && ended.issues !== null);
      const [written] = await Promise.allSettled([hasRejects ? this.#writeRejects(ended) : null]);
      const rejects = written.status === 'fulfilled' ? written.value : null;
      if (this.#flags.json) process.stdout.write(`${JSON.stringify({ file: this.#file, ...ended, rejects })}\n`);
      else process.stderr.write(summarize({ file: this.#file, job: ended, rejects }));
      // Told behind the sums: the records are in by then.
      if (written.status === 'rejected') throw written.reason;
      return exitOf(ended);
    } finally {
      process.off('SIGINT', stop);
    }
  }

  get #isStdin(): boolean {
    return this.#file === '-';
  }

  async #settings(): Promise<ImportSettings> {
    const { format, type, policy, source = null, mapping, dryRun = false, applyFixes = false } = this.#flags;
    return {
      name: basename(this.#file),
      format,
      recordType: type,
      policy,
      source,
      isDryRun: dryRun,
      takesFixes: applyFixes,
      mapping: mapping === undefined ? null : mappingIn(await readFile(mapping, 'utf8')),
    };
  }

  /** The import of this very file that was stopped, made to go on; undefined: there is none. */
  async #gone(): Promise<ImportView | undefined> {
    const found = await stat(this.#file);
    const { dryRun = false } = this.#flags;
    const imports = await this.#door.list();
    const own = imports.filter((job) => job.name === basename(this.#file) && job.dryRun === dryRun);
    const stopped =
      own.find(({ state, bytes }) => state === 'canceled' && bytes === found.size) ??
      own.find(({ state, bytes }) => state === 'uploading' && bytes <= found.size);
    const job = stopped ?? own.find(({ state, bytes }) => !ENDED.has(state) && bytes === found.size);
    if (!job) return undefined;
    expectOlder(this.#file, found, job);
    if (!stopped) return job;
    if (stopped.state === 'uploading') return this.#send(stopped.id, stopped.bytes);
    return this.#door.step(stopped.id, 'resume');
  }

  async #upload(settings: ImportSettings): Promise<ImportView> {
    // Before there is an import whose file would never come.
    if (!this.#isStdin) (await openToRead(this.#file)).destroy();
    const { id } = await this.#door.create(settings);
    return this.#send(id, 0);
  }

  /** Sends the file from `offset` on, part by part. A file that changes meanwhile is not taken. */
  async #send(id: string, offset: number): Promise<ImportView> {
    const before = this.#isStdin ? null : await stat(this.#file);
    const bytes: AsyncIterable<Buffer> = await openToRead(this.#file, offset);
    this.#progress.upload(before && before.size);
    let at = offset;
    for await (const part of partsOf(this.#progress.counted(bytes, offset))) {
      at = await this.#door.append(id, at, part);
    }
    if (before && isOther(before, await stat(this.#file))) {
      await this.#door.step(id, 'cancel');
      throw new RegistryError(
        'body_unreadable',
        `${this.#file} changed while it was read: nothing of it was taken. Import it again when it is whole.`,
      );
    }
    return this.#door.step(id, 'complete');
  }

  async #follow(began: ImportView): Promise<ImportView> {
    const clock = systemClock();
    let job = began;
    while (!ENDED.has(job.state)) {
      await clock.sleep(LOOK_EVERY_MS);
      job = await this.#door.read(began.id);
      this.#progress.show(job);
    }
    return job;
  }

  /** The first Ctrl-C stops the job; the next one this command. */
  #stop(id: string): void {
    if (this.#isStopping) process.exit(EXIT.refused);
    this.#isStopping = true;
    this.#progress.say('Stopping at the end of the batch …');
    this.#door.step(id, 'cancel').catch(() => undefined);
  }

  async #writeRejects({ id, carrier }: ImportView): Promise<string> {
    const path = this.#flags.rejects ?? `${this.#isStdin ? 'stdin' : this.#file}.rejects.${carrier === 'csv' ? 'csv' : 'ndjson'}`;
    await pipeline(await this.#door.rejects(id), await openToWrite(path));
    return path;
  }
}

/** What was sent of a file that is another by now must not go on as this one. */
function expectOlder(file: string, { mtimeMs, ctimeMs }: Stats, { createdAt }: ImportView): void {
  if (Math.max(mtimeMs, ctimeMs) <= Date.parse(createdAt)) return;
  throw new RegistryError('request_invalid', `${file} is not as it was when its import began: import it anew, without --resume.`);
}

function isOther(before: Stats, after: Stats): boolean {
  return before.size !== after.size || before.mtimeMs !== after.mtimeMs || before.ino !== after.ino;
}

/** How many records were rejected, or would be. */
function rejectedIn({ plan, outcomes }: ImportView): number {
  return (plan?.outcomes ?? outcomes).rejected;
}

function exitOf(job: ImportView): number {
  if (job.state !== 'finished') return EXIT.refused;
  return rejectedIn(job) > 0 ? EXIT.faulty : EXIT.good;
}
