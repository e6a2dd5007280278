// Realistic, deterministic records of invented people, for trials, tests and benches: `clientele sample` writes them as NDJSON.
// Any record can be made again from its numbers alone, so memory stays at one byte a person whatever the count.

import { cobiCustomer } from './sample/cobi.ts';
import { FAULTS } from './sample/every-fault.ts';
import { faultyText } from './sample/fault.ts';
import { FIRST_REVISION, REVISIONS_MAX } from './sample/person.ts';
import { randomOf } from './sample/random.ts';
import { shuffled } from './sample/shuffle.ts';
import { wasabiEvent } from './sample/wasabi.ts';
import type { JsonObject } from '../formats/record.ts';
import type { Subject } from './sample/person.ts';
import type { Random } from './sample/random.ts';

export type SampleFormat = 'cobi' | 'wasabi';

/** Shares are of all records, from 0 to 1, and leave the rest to new people. */
export interface SampleOptions {
  readonly format: SampleFormat;
  readonly count: number;
  /** Equal options with an equal seed give equal texts. Cobi and Wasabi samples of one seed are about the same people. */
  readonly seed?: number;
  /** Records that their format refuses, in many ways; about half claim to be of someone already sent. */
  readonly bad?: number;
  /** Exact repeats of good records sent before. */
  readonly duplicates?: number;
  /** Other statements about people sent before: mostly newer, one in eight older than all of theirs before it. */
  readonly updates?: number;
  /** Mixes the order within a window of some ten thousand records. */
  readonly shuffle?: boolean;
}

const STREAM_ORDER = 1;
const STREAM_FAULT = 2;
/** Persons count from 0; these two streams are of the sample as a whole. */
const WHOLE = -2;
/** Numbers of people of whom only bad records are sent. */
const FIRST_BAD_PERSON = 0x4000_0000;

/** The sample, one record's JSON text at a time, without line breaks. */
export function* generateSample(options: SampleOptions): Generator<string, void, undefined> {
  const texts = inOrder(options);
  if (options.shuffle) yield* shuffled(texts, randomOf(options.seed ?? 1, WHOLE, options.count));
  else yield* texts;
}

/** One good record, made from its numbers alone. `revision` 2 is the first that a sample sends of a person, 0 the oldest. */
export function sampleText(format: SampleFormat, subject: Subject): string {
  const text = JSON.stringify(recordOf(format, subject));
  return isDecimalSpelt(format, subject) ? text.replace('"version":1,', '"version":1.0,') : text;
}

function* inOrder({ format, count, seed = 1, bad = 0, duplicates = 0, updates = 0 }: SampleOptions): Generator<string, void, undefined> {
  const order = randomOf(seed, WHOLE, STREAM_ORDER);
  const faults = randomOf(seed, WHOLE, STREAM_FAULT);
  const people = new Sent(seed, count);
  for (let at = 0; at < count; at++) {
    const share = order.next();
    if (share < bad) yield badText(format, people, faults);
    else if (share < bad + duplicates && people.count > 0) yield sampleText(format, people.again(order));
    else if (share >= bad + duplicates && share < bad + duplicates + updates && people.count > 0)
      yield sampleText(format, people.other(order));
    else yield sampleText(format, people.fresh());
  }
}

function badText(format: SampleFormat, people: Sent, random: Random): string {
  const person = people.count > 0 && random.chance(0.5) ? random.below(people.count) : FIRST_BAD_PERSON + random.below(FIRST_BAD_PERSON);
  const subject = { seed: people.seed, person, revision: FIRST_REVISION };
  return faultyText(recordOf(format, subject), random.pick(FAULTS[format]));
}

function recordOf(format: SampleFormat, subject: Subject): JsonObject {
  return format === 'cobi' ? cobiCustomer(subject) : wasabiEvent(subject);
}

/** Some senders write Wasabi's version as the document does, `1.0`: a reader must give that spelling back. */
function isDecimalSpelt(format: SampleFormat, { person }: Subject): boolean {
  return format === 'wasabi' && person % 10 === 7;
}

/** Who was sent so far, and up to which revision. */
class Sent {
  readonly seed: number;
  readonly #latest: Uint8Array;
  readonly #oldest: Uint8Array;
  count = 0;

  constructor(seed: number, countMax: number) {
    this.seed = seed;
    this.#latest = new Uint8Array(countMax).fill(FIRST_REVISION);
    this.#oldest = new Uint8Array(countMax).fill(FIRST_REVISION);
  }

  fresh(): Subject {
    return this.#subject(this.count++, FIRST_REVISION);
  }

  again(random: Random): Subject {
    const person = random.below(this.count);
    const oldest = this.#oldest[person] as number;
    return this.#subject(person, oldest + random.below((this.#latest[person] as number) - oldest + 1));
  }

  other(random: Random): Subject {
    const person = random.below(this.count);
    const oldest = this.#oldest[person] as number;
    if (oldest > 0 && random.chance(1 / 8)) return this.#subject(person, (this.#oldest[person] = oldest - 1));
    const next = Math.min((this.#latest[person] as number) + 1, REVISIONS_MAX);
    return this.#subject(person, (this.#latest[person] = next));
  }

  #subject(person: number, revision: number): Subject {
    return { seed: this.seed, person, revision };
  }
}
