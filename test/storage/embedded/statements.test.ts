// What statements take and give on the embedded engine: parameters of every kind, text out, faults that can be told apart.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textArray } from '../../../src/storage/binary-array.ts';
import { openEmbedded } from '../../../src/storage/embedded/open.ts';
import { freshDataDir } from './data-dir.ts';
import type { EmbeddedEngine } from '../../../src/storage/embedded/open.ts';
import type { Result, Statement } from '../../../src/storage/engine.ts';

const TRICKY = ['plain', '', 'with "quotes", \\ and {braces}', "o'clock", 'NULL', 'Zoë, 東京, 🦊', 'line\nbreak\ttab', ' '];

let engine: EmbeddedEngine;
const query = (statement: Statement): Promise<Result> => engine.withSession((session) => session.query(statement));

beforeAll(async () => {
  engine = await openEmbedded({ dataDir: freshDataDir() });
  await engine.withSession((session) => session.execute('create table seat (id int constraint seat_pk primary key, name text not null)'));
});
afterAll(() => engine.close());

describe('parameters', () => {
  it('carries a text[] in binary form whatever its texts hold', async () => {
    const values = [...TRICKY, null];
    const { rows } = await query({ sql: 'select value from unnest($1::text[]) as value', params: [textArray(values)] });
    expect(rows.map((row) => row['value'])).toEqual(values);
  });

  it('carries a plain array of strings the same way', async () => {
    const values = [...TRICKY, null];
    const { rows } = await query({ sql: 'select value from unnest($1::text[]) as value', params: [values] });
    expect(rows.map((row) => row['value'])).toEqual(values);
  });

  it('carries strings, numbers, booleans and null', async () => {
    const sql = 'select $1::text as text, $2::int8 as int, $3::float8 as float, $4::bool as bool, $5::text as missing';
    const { rows } = await query({ sql, params: ['Zoë 🦊', 9007199254740991, -1.5, true, null] });
    expect(rows).toEqual([{ text: 'Zoë 🦊', int: '9007199254740991', float: '-1.5', bool: 't', missing: null }]);
  });

  it('carries bytes that are no text', async () => {
    const { rows } = await query({ sql: 'select $1::bytea as bytes', params: [Uint8Array.of(0, 255, 92)] });
    expect(rows).toEqual([{ bytes: String.raw`\x00ff5c` }]);
  });

  it.each([
    ['a string', ['a\0b']],
    ['a plain array', [['a\0b']]],
    ['a binary array', [textArray(['a\0b'])]],
  ] as const)('refuses a NUL in %s', async (_where, [value]) => {
    const type = typeof value === 'string' ? 'text' : 'text[]';
    await expect(query({ sql: `select $1::${type}`, params: [value] })).rejects.toMatchObject({ code: '22021' });
  });
});

describe('results', () => {
  it('gives every value as the text PostgreSQL prints, in UTC and with microseconds', async () => {
    const sql = `select timestamptz '2026-03-01T12:00:00.123456+02' as at, date '2026-03-01' as day, 9223372036854775807::int8 as int,
      '{"a": 1}'::jsonb as json, array[1, 2] as list, interval '1 day 2 hours' as span, false as flag`;
    const expected = { at: '2026-03-01 10:00:00.123456+00', day: '2026-03-01', int: '9223372036854775807' };
    const { rows } = await query({ sql });
    expect(rows).toEqual([{ ...expected, json: '{"a": 1}', list: '{1,2}', span: 'P1DT2H', flag: 'f' }]);
  });

  it('counts rows and names the command', async () => {
    const inserted = await query({ sql: "insert into seat select id, 'x' from generate_series(1, 3) as id" });
    expect(inserted).toEqual({ rows: [], rowCount: 3, command: 'INSERT' });
    expect(await query({ sql: 'delete from seat' })).toMatchObject({ rowCount: 3, command: 'DELETE' });
    expect(await query({ sql: 'set work_mem to default' })).toEqual({ rows: [], rowCount: 0, command: 'SET' });
  });

  it('gives an answer of several megabytes whole', async () => {
    const { rows } = await query({ sql: "select repeat('é', 1000) as text from generate_series(1, 2000)" });
    expect(rows).toHaveLength(2000);
    expect(new Set(rows.map((row) => row['text']))).toEqual(new Set(['é'.repeat(1000)]));
  });
});

describe('named statements', () => {
  it('are parsed once, also when the second is sent before the first was answered', async () => {
    const statement = { sql: 'select $1::int + 1 as next', name: 'next_number' };
    const both = await engine.withSession((session) =>
      Promise.all([session.query({ ...statement, params: [1] }), session.query({ ...statement, params: [2] })]),
    );
    expect(both.map(({ rows }) => rows[0])).toEqual([{ next: '2' }, { next: '3' }]);
    const { rows } = await query({ sql: "select count(*) as count from pg_prepared_statements where name = 'next_number'" });
    expect(rows).toEqual([{ count: '1' }]);
  });

  it('can be tried again after a failed parse', async () => {
    const statement = { sql: 'select id from bench_row', name: 'bench_rows' };
    await expect(query(statement)).rejects.toMatchObject({ code: '42P01' });
    await query({ sql: 'create table bench_row (id int)' });
    expect(await query(statement)).toMatchObject({ rowCount: 0 });
  });

  it('refuse one name for two statements', async () => {
    await query({ sql: 'select 1 as one', name: 'taken' });
    await expect(query({ sql: 'select 2 as two', name: 'taken' })).rejects.toThrow('two statements are named taken');
  });
});

describe('faults', () => {
  it('carry the SQLSTATE and the constraint', async () => {
    const insert = { sql: 'insert into seat values ($1, $2)', params: [1, 'a'] };
    await query(insert);
    await expect(query(insert)).rejects.toMatchObject({ name: 'DatabaseError', code: '23505', constraint: 'seat_pk' });
    await expect(query({ sql: 'select 1 / 0' })).rejects.toMatchObject({ code: '22012', constraint: undefined });
  });

  it('leave the next statement unharmed', async () => {
    await expect(query({ sql: 'selec 1' })).rejects.toMatchObject({ code: '42601' });
    expect((await query({ sql: 'select 1 as one' })).rows).toEqual([{ one: '1' }]);
  });

  it('come for a value nested beyond the stack, which is not run half-way', async () => {
    const depth = 200_000;
    const statement = { sql: 'select $1::jsonb is null as flag', params: ['['.repeat(depth) + ']'.repeat(depth)] };
    await expect(query(statement)).rejects.toMatchObject({ code: '54001' });
    expect((await query({ sql: 'select 1 as one' })).rows).toEqual([{ one: '1' }]);
  });
});
