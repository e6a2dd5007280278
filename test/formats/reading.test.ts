// Laws of reading, over arbitrary texts and values: nothing throws, nothing is lost, every issue points home.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  briefOf,
  convert,
  detect,
  ISSUE_CODES,
  keptStatement,
  parse,
  parseAccount,
  parseValue,
  print,
  recordsOf,
  splitElements,
  statementOf,
} from '../../src/formats/index.ts';
import { cobiText, wasabiText } from './arbitrary-records.ts';
import { NOW } from './cases.ts';
import type { Parsed, SourceRecord } from '../../src/formats/index.ts';

const FORMATS = ['cobi', 'wasabi', 'registry'] as const;
const RUNS = { numRuns: 300 };

const texts = { cobi: cobiText, wasabi: wasabiText };

/** A valid text with some of its characters exchanged, taken out or doubled. */
const damagedText = fc
  .tuple(
    fc.oneof(cobiText, wasabiText),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', ']', ',', 'null', '\\u0000', '\u00a0', '7')), { maxLength: 4 }),
  )
  .map(([text, damages]) =>
    damages.reduce((damaged, [at, by]) => damaged.slice(0, at % damaged.length) + by + damaged.slice((at % damaged.length) + 1), text),
  );

function expectSound({ record, issues }: Parsed): void {
  expect(record === undefined).toBe(issues.some(({ severity }) => severity === 'error'));
  for (const issue of issues) {
    expect(ISSUE_CODES).toHaveProperty(issue.code);
    expect(issue.pointer).toMatch(/^(\/([^~/]|~[01])*)*$/su);
    expect(issue.pointer.isWellFormed() && issue.message.isWellFormed()).toBe(true);
  }
}

describe('reading', () => {
  it.each(FORMATS)('never throws on any text, and says what is wrong with it: %s', (format) => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), damagedText);
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, fixes) => expectSound(parse(text, { format, now: NOW, fixes }))),
      RUNS,
    );
  });

  it.each(FORMATS)('never throws on any value: %s', (format) => {
    const anyValue = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true });
    fc.assert(
      fc.property(anyValue, (value) => expectSound(parseValue(value, { format, now: NOW }))),
      RUNS,
    );
  });

  it('never throws on values that do', () => {
    const hostile = new Proxy(
      {},
      new Proxy(
        {},
        {
          get: () => () => {
            throw new Error('no');
          },
        },
      ),
    );
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [hostile, cycle, undefined, Symbol('x'), () => 1, 1n, { toJSON: () => 1n }, { customer_id: hostile }]) {
      for (const format of FORMATS) expectSound(parseValue(value, { format, now: NOW }));
    }
  });

  it('never throws on accounts either', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(anyText, fc.constantFrom('create' as const, 'update' as const), (text, mode) => {
        const { account, issues } = parseAccount(text, { mode });
        expect(account === undefined).toBe(issues.some(({ severity }) => severity === 'error'));
      }),
      RUNS,
    );
  });

  it('takes a text of deep nesting in its stride', () => {
    for (const depth of [33, 1_000, 100_000]) {
      const text = '['.repeat(depth) + ']'.repeat(depth);
      const { issues } = parse(`{"customer_id":${text}}`, { format: 'cobi', now: NOW });
      expect(issues.map(({ code }) => code)).toContain('nesting_too_deep');
    }
  });

  it('does not pollute anything', () => {
    parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}', { format: 'cobi', now: NOW, fixes: true });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each(['cobi', 'wasabi'] as const)('gives back what was sent, and reads it again as the same record: %s', (format) => {
    fc.assert(
      fc.property(texts[format], (text) => {
        const { record } = parse(text, { format, now: NOW });
        if (!record) throw new Error(JSON.stringify(parse(text, { format, now: NOW }).issues));
        expect(print(record)).toBe(text);
        expect(parse(print(record), { format, now: NOW }).record).toEqual(record);
      }),
      RUNS,
    );
  });

  it.each(['cobi', 'wasabi'] as const)('is not misled by white space between tokens: %s', (format) => {
    fc.assert(
      fc.property(texts[format], fc.constantFrom(' ', '\n', '\t\r\n'), (text, space) => {
        expect(parse(spaced(text, space), { format, now: NOW })).toEqual(parse(text, { format, now: NOW }));
      }),
      RUNS,
    );
  });

  it.each(['cobi', 'wasabi'] as const)('takes members in any order for the same statement: %s', (format) => {
    fc.assert(
      fc.property(texts[format], (text) => {
        const [one, other] = [text, reversedMembers(text)].map((sent) => parse(sent, { format, now: NOW }).record);
        if (!one || !other) throw new Error('a valid record was rejected');
        expect(other.canonical).toBe(one.canonical);
        expect(statementOf(other)).toEqual(statementOf(one));
      }),
      RUNS,
    );
  });

  it.each([
    ['cobi', cobiText],
    ['wasabi', wasabiText],
  ] as const)('is told from its members to be %s', (format, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => detect(JSON.parse(text)) === format),
      RUNS,
    );
  });
});

describe('splitting', () => {
  const elements = fc.array(fc.oneof(fc.json(), wasabiText, fc.constantFrom('"]"', '"\\\\"', '"\\"]"', '[[],{}]')), { maxLength: 6 });

  it('gives slices that joined again are the array', () => {
    fc.assert(
      fc.property(elements, fc.constantFrom('', ' ', '\n'), (some, space) => {
        const text = `[${some.map((one) => space + one + space).join(',')}]`;
        const slices = splitElements(text, 0);
        expect(slices?.map(({ start, end }) => text.slice(start, end).trim())).toEqual(some.map((one) => one.trim()));
      }),
      RUNS,
    );
  });

  it('finds the same records in every carrier', () => {
    fc.assert(
      fc.property(fc.array(wasabiText, { minLength: 1, maxLength: 4 }), (some) => {
        const list = `[${some.join(',')}]`;
        for (const [text, kind, pointer] of [
          [list, 'array', ''],
          [`{"customers":${list}}`, 'wrapped', '/customers'],
          [`\uFEFF {"note":"\\"events\\":[","more":{"customers":[]},"events" : ${list} }`, 'wrapped', '/events'],
        ] as const) {
          const found = recordsOf(text, ['customers', 'events']);
          expect(found).toMatchObject({ kind, pointer });
          if ('issue' in found) continue;
          expect(found.elements.map(({ start, end }) => found.text.slice(start, end))).toEqual(some);
        }
      }),
      RUNS,
    );
  });

  it('takes one event for itself, whatever lists it holds', () => {
    fc.assert(
      fc.property(wasabiText, (text) => {
        const withList = `{"events":[1],${text.slice(1)}`;
        expect(recordsOf(withList, ['customers', 'events'])).toMatchObject({
          kind: 'single',
          elements: [{ start: 0, end: withList.length }],
        });
      }),
      RUNS,
    );
  });

  it('takes a pasted array with its no-break spaces where fixes are wanted', () => {
    const pasted = '[\u00a0{"a":\u00a01},\n\u00a0\u00a0{"a":"b\u00a0"}\u00a0]';
    expect(recordsOf(pasted, [])).toMatchObject({
      issue: { code: 'space_no_break', message: expect.stringContaining('line 1, column 2') },
    });
    const found = recordsOf(pasted, [], { fixes: true });
    if ('issue' in found) throw new Error(found.issue.message);
    expect(found.elements.map(({ start, end }) => found.text.slice(start, end))).toEqual(['{"a":1}', '{"a":"b\u00a0"}']);
  });

  it.each(['[', '[{}', '[1,]', '{"customers":[1}', '[1] x', '[1 2]', '["]', '{"customers":[1],}'])(
    'names the place where %s is broken',
    (text) => {
      const found = recordsOf(text, ['customers']);
      expect(found).toMatchObject({ issue: { code: 'json_invalid', message: expect.stringMatching(/line \d+, column \d+|at its end/) } });
    },
  );
});

/** The text with `space` around each of its tokens. */
function spaced(text: string, space: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gsu, (token) => space + token + space);
}

/** The same JSON with the members of its objects the other way round. */
function reversedMembers(text: string): string {
  return JSON.stringify(JSON.parse(text), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value,
  );
}

describe('what is asked for before a customer is made', () => {
  const wasabi = wasabiText.map((text) => parse(text, { format: 'wasabi', now: NOW }).record as SourceRecord);
  const cobi = cobiText.map((text) => parse(text, { format: 'cobi', now: NOW }).record as SourceRecord);
  const registry = fc.oneof(wasabi, cobi).map((record) => {
    const conversion = convert(record, 'registry', { now: NOW });
    if ('refused' in conversion) throw new Error('the registry’s form holds every record');
    return conversion.record;
  });

  it.each([
    ['cobi', cobi],
    ['wasabi', wasabi],
    ['registry', registry],
  ] as const)('is what the whole statement says, and so is the statement of the text that is kept: %s', (format, records) => {
    fc.assert(
      fc.property(records, (record) => {
        const { marketing, sms, instituteId, courseId, identifiers } = statementOf(record);
        const stated = { marketing, sms, instituteId, courseId, secondId: identifiers[1]?.id };
        expect(briefOf(record)).toEqual(Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)));
        expect(keptStatement(record.text, format)).toEqual(statementOf(record));
      }),
      RUNS,
    );
  });
});
