// The pure library in this process, on one core: what validating costs without a server.

import { parse } from '../src/formats/index.ts';
import { sampleTexts } from './records.ts';
import type { Bench, Figure } from './stage.ts';

const RECORDS = 120_000;
const WARM_UP_RECORDS = 20_000;
const NOW = '2030-01-01T00:00:00.000000Z';

export const pure: Bench = {
  name: 'pure',
  figures: ['validate'],
  measure: async (stage) => {
    const count = stage.count(RECORDS);
    return [timed('validate', sampleTexts('wasabi', count), (text) => void parse(text, { format: 'wasabi', now: NOW }))];
  },
};

function timed(name: string, texts: readonly string[], work: (text: string) => void): Figure {
  texts.slice(0, WARM_UP_RECORDS).forEach(work);
  const beganAt = performance.now();
  texts.forEach(work);
  return { name, perSecond: texts.length / ((performance.now() - beganAt) / 1000) };
}
