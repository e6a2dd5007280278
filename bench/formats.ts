// The format library by itself, on one core: `node bench/formats.ts` prints records a second for each of its functions, the best of
// three rounds, beside what the platform's own `JSON.parse` reaches on the same texts. Target: 50,000/s for parse and print together.

import { convert, parse, parseValue, print, recordsOf, statementOf } from '../src/formats/index.ts';
import { sampleTexts } from './records.ts';
import type { Format, SourceRecord } from '../src/formats/index.ts';

const RECORDS = 20_000;
const ROUNDS = 3;
const NOW = '2030-01-01T00:00:00.000000Z';

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

function perSecond<Item>(items: readonly Item[], work: (item: Item) => unknown): number {
  items.forEach(work);
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const beganAt = performance.now();
    items.forEach(work);
    best = Math.max(best, items.length / ((performance.now() - beganAt) / 1_000));
  }
  return best;
}

function show(format: Sampled, name: string, rate: number): void {
  console.log(`${format.padEnd(7)} ${name.padEnd(24)} ${Math.round(rate).toLocaleString('en').padStart(12)}/s`);
}

function measure(format: Sampled, other: Sampled): void {
  const texts = sampleTexts(format, RECORDS);
  const spelled = texts.map(spelledOtherwise);
  const values = texts.map((text) => JSON.parse(text) as unknown);
  const records = texts.map((text) => recordOf(text, format));
  const array = `[${texts.join(',')}]`;
  const options = { format, now: NOW };
  show(
    format,
    'JSON.parse',
    perSecond(texts, (text) => JSON.parse(text) as unknown),
  );
  show(
    format,
    'parse',
    perSecond(texts, (text) => parse(text, options)),
  );
  show(
    format,
    'parse, spelled otherwise',
    perSecond(spelled, (text) => parse(text, options)),
  );
  show(
    format,
    'parseValue',
    perSecond(values, (value) => parseValue(value, options)),
  );
  show(
    format,
    'print',
    perSecond(records, (record) => print(record)),
  );
  show(
    format,
    'parse + print',
    perSecond(texts, (text) => print(recordOf(text, format))),
  );
  show(format, 'statementOf', perSecond(records, statementOf));
  for (const to of [other, 'registry'] as const)
    show(
      format,
      `convert to ${to}`,
      perSecond(records, (record) => convert(record, to, { now: NOW })),
    );
  show(format, 'recordsOf', perSecond([array, array], (text) => recordsOf(text, [])) * RECORDS);
}

measure('wasabi', 'cobi');
measure('cobi', 'wasabi');
