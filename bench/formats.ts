// The format library by itself, on one core: `node bench/formats.ts` prints records a second for each of its functions, the best of
// three rounds, beside what the platform's own `JSON.parse` reaches on the same texts. Target: 50,000/s for parse and print together.

import { convert, parse, parseValue, print, recordsOf, statementOf } from '../src/formats/index.ts';
import { sampleTexts } from './records.ts';
import type { Format, SourceRecord } from '../src/formats/index.ts';

const RECORDS = 20_000;
const ROUNDS = 3;
const FORMATS = ['cobi', 'wasabi', 'registry'] as const;
const NOW = '2030-01-01T00:00:00.000000Z';

interface Rate {
  readonly name: string;
  readonly perSecond: number;
}

type Sampled = 'cobi' | 'wasabi';

function recordOf(text: string, format: Format): SourceRecord {
  const { record, issues } = parse(text, { format, now: NOW });
  if (!record) throw new Error(`A sample was refused: ${JSON.stringify(issues)}`);
  return record;
}

/** As other senders spell the same JSON: with spaces between tokens and the version as the document writes it. */
function spelledOtherwise(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 1).replaceAll(/\n\s*/g, ' ').replace('"version": 1,', '"version": 1.0,');
}

function figure<Item>(name: string, items: readonly Item[], work: (item: Item) => unknown): Rate {
  items.forEach(work);
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const beganAt = performance.now();
    items.forEach(work);
    best = Math.max(best, items.length / ((performance.now() - beganAt) / 1_000));
  }
  return { name, perSecond: best };
}

/** What every function reaches on `count` sampled records of the format. */
export function figuresOf(format: Sampled, count: number): Rate[] {
  const texts = sampleTexts(format, count);
  const spelled = texts.map(spelledOtherwise);
  const values = texts.map((text) => JSON.parse(text) as unknown);
  const records = texts.map((text) => recordOf(text, format));
  const array = `[${texts.join(',')}]`;
  const options = { format, now: NOW };
  const conversions = FORMATS.filter((to) => to !== format).map((to) => {
    return figure(`convert to ${to}`, records, (record) => convert(record, to, { now: NOW }));
  });
  return [
    figure('JSON.parse', texts, (text) => JSON.parse(text) as unknown),
    figure('parse', texts, (text) => parse(text, options)),
    figure('parse, spelled otherwise', spelled, (text) => parse(text, options)),
    figure('parseValue', values, (value) => parseValue(value, options)),
    figure('print', records, (record) => print(record)),
    figure('parse + print', texts, (text) => print(recordOf(text, format))),
    figure('statementOf', records, statementOf),
    ...conversions,
    { name: 'recordsOf', perSecond: figure('', [array], (text) => recordsOf(text, [])).perSecond * count },
  ];
}

if (import.meta.main) {
  for (const format of ['wasabi', 'cobi'] as const) {
    for (const { name, perSecond } of figuresOf(format, RECORDS)) {
      console.log(`${format.padEnd(7)} ${name.padEnd(24)} ${Math.round(perSecond).toLocaleString('en').padStart(12)}/s`);
    }
  }
}
