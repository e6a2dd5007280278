// How far an import is: a bar with records per second and time left on a terminal, a plain line every few seconds elsewhere.

import { Presets, SingleBar } from 'cli-progress';
import { systemClock } from '../../clock.ts';
import type { ImportView } from './summary.ts';

const LINE_EVERY_MS = 5_000;
const FORMAT = '{file} {phase} {bar} {percentage}% | {detail}';

export class Progress {
  readonly #file: string;
  readonly #clock = systemClock();
  readonly #bar: SingleBar | null;
  #began = 0;
  #beganAt = 0;
  #lastLineMs = -Infinity;
  #sent = 0;

  constructor(file: string) {
    this.#file = file;
    const isTerminal = process.stderr.isTTY;
    this.#bar = isTerminal
      ? new SingleBar({ format: FORMAT, stream: process.stderr, clearOnComplete: true, hideCursor: true }, Presets.shades_classic)
      : null;
  }

  /** The upload begins; null: nobody knows how much it will be. */
  upload(bytes: number | null): void {
    this.#bar?.start(bytes ?? 0, 0, { file: this.#file, phase: 'up', detail: '' });
  }

  /** The same bytes, counted. */
  async *counted(bytes: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
    this.#sent = offset;
    for await (const chunk of bytes) {
      this.#sent += chunk.length;
      this.#bar?.update(this.#sent, { detail: `${Math.round(this.#sent / 1e6)} MB` });
      yield chunk;
    }
  }

  show(job: ImportView): void {
    const { state, records, received } = job;
    if (state !== 'running' || records === null) {
      this.#bar?.update({ phase: state });
      return;
    }
    if (this.#beganAt === 0) {
      this.#beganAt = this.#clock.elapsedMs();
      this.#began = received;
    }
    const detail = detailOf(job, this.#rate(received));
    this.#bar?.setTotal(records);
    this.#bar?.update(received, { phase: 'taken', detail });
    if (!this.#bar && this.#clock.elapsedMs() - this.#lastLineMs >= LINE_EVERY_MS) {
      this.#lastLineMs = this.#clock.elapsedMs();
      this.say([`${this.#file}: ${received} of ${records} records`, detail].filter(Boolean).join(', '));
    }
  }

  say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  end(): void {
    this.#bar?.stop();
  }

  #rate(received: number): number {
    const seconds = (this.#clock.elapsedMs() - this.#beganAt) / 1000;
    return seconds <= 0 ? 0 : (received - this.#began) / seconds;
  }
}

function detailOf({ records, received, outcomes }: ImportView, rate: number): string {
  // Only a second look knows how fast it goes.
  const pace = rate > 0 ? [`${Math.round(rate)} records/s`] : [];
  const left = rate > 0 && records !== null ? [`${Math.ceil((records - received) / rate)} s left`] : [];
  const told = Object.entries(outcomes).filter(([, count]) => count > 0);
  return [...pace, ...left, ...told.map(([outcome, count]) => `${count} ${outcome}`)].join(', ');
}
