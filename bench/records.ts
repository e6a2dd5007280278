// The data of every row: samples made ahead of the clock, so that a figure never includes their making.

import { sampleText } from '../src/cli/sample.ts';
import { FIRST_REVISION } from '../src/cli/sample/person.ts';
import type { SampleFormat } from '../src/cli/sample.ts';

const SEED = 20;

const made = new Map<string, string[]>();

/** One good record each of `count` people; `later` gives the newer statement of the same people. */
export function sampleTexts(format: SampleFormat, count: number, later = 0): string[] {
  const name = `${format}/${count}/${later}`;
  const known = made.get(name);
  if (known) return known;
  const revision = FIRST_REVISION + later;
  const texts = Array.from({ length: count }, (_, person) => sampleText(format, { seed: SEED, person, revision }));
  made.set(name, texts);
  return texts;
}

export type Carrier = 'array' | 'lines' | 'records';

/** Request bodies of `size` records each: a JSON array, one record a line, or Cobi's `{"records": […]}`. */
export function bodiesOf(texts: readonly string[], size: number, carrier: Carrier): Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < texts.length; at += size) bodies.push(Buffer.from(carried(texts.slice(at, at + size), carrier)));
  return bodies;
}

function carried(texts: readonly string[], carrier: Carrier): string {
  if (carrier === 'lines') return `${texts.join('\n')}\n`;
  return carrier === 'array' ? `[${texts.join(',')}]` : `{"records":[${texts.join(',')}]}`;
}
