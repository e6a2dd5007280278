// The pure library in this process, on one core: what validating and converting cost without a server.

import { convert, parse } from '../src/formats/index.ts';
import { sampleTexts } from './records.ts';
import type { Format, SourceRecord } from '../src/formats/record.ts';
import type { Bench, Figure } from './stage.ts';

const RECORDS = 120_000;
const WARM_UP_RECORDS = 20_000;
const NOW = '2030-01-01T00:00:00.000000Z';

export const pure: Bench = {
  name: 'pure',
  figures: ['validate', 'convert-wasabi-cobi', 'convert-cobi-wasabi'],
  measure: async (stage) => {
    const count = stage.count(RECORDS);
    const wasabi = sampleTexts('wasabi', count);
    const cobi = sampleTexts('cobi', count);
    return [
      timed('validate', wasabi, (text) => void parse(text, { format: 'wasabi', now: NOW })),
      timed('convert-wasabi-cobi', wasabi, (text) => void convert(recordOf(text, 'wasabi'), 'cobi', { now: NOW })),
      timed('convert-cobi-wasabi', cobi, (text) => void convert(recordOf(text, 'cobi'), 'wasabi', { now: NOW })),
    ];
  },
};

/** Converting starts, as on the command line, from text. */
function recordOf(text: string, format: Format): SourceRecord {
  const { record, issues } = parse(text, { format, now: NOW });
  if (!record) throw new Error(`A sample's record was refused: ${JSON.stringify(issues)}`);
  return record;
}

function timed(name: string, texts: readonly string[], work: (text: string) => void): Figure {
  texts.slice(0, WARM_UP_RECORDS).forEach(work);
  const beganAt = performance.now();
  texts.forEach(work);
  return { name, perSecond: texts.length / ((performance.now() - beganAt) / 1000) };
}
