// The bench of the library keeps working: every function of it gets a figure on records of both formats.

import { expect, it } from 'vitest';
import { figuresOf } from '../../bench/formats.ts';

it.each(['cobi', 'wasabi'] as const)('times every function on records of %s', (format) => {
  const figures = figuresOf(format, 20);
  expect(figures.map(({ name }) => name)).toEqual(expect.arrayContaining(['parse', 'print', 'parse + print', 'statementOf', 'recordsOf']));
  for (const { perSecond } of figures) expect(perSecond).toBeGreaterThan(0);
});
