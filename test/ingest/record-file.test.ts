// Files that are no good as a whole: each is refused with its exact message, in constant memory, before anything of it is taken.

import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../src/ingest/file/check-file.ts';
import { openRecordFile } from '../../src/ingest/file/record-file.ts';
import { spotOf } from '../../src/ingest/file/raw-record.ts';
import { cobi } from '../helpers/people.ts';
import type { CheckedFile } from '../../src/ingest/file/check-file.ts';
import type { RawRecord } from '../../src/ingest/file/raw-record.ts';

const WISH = { format: 'auto', recordType: 'auto', mapping: null } as const;
const ONE = JSON.stringify(cobi(1));

function check(bytes: AsyncIterable<Buffer>): Promise<CheckedFile> {
  return checkFile(bytes, WISH, async () => undefined);
}

/** The file in small chunks, so that nothing depends on where they end. */
async function* chunked(file: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* repeated(text: string, bytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.from(text.repeat(Math.ceil(262_144 / text.length)));
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a file is refused', () => {
  it.each([
    ['empty', '', 'The file is empty: it holds no record.'],
    ['of white space', ' \r\n\t\n', 'The file is empty: it holds no record.'],
    ['of a mark alone', '\uFEFF', 'The file is empty: it holds no record.'],
    ['of an empty list', '[ ]', 'The file holds no record.'],
    ['of a header alone', 'customer_id,user_id\n', 'The file holds a header and no record.'],
    ['with a column twice', 'customer_id,region,region\n1,2,3\n', 'The header names the column "region" twice: rename one.'],
    [
      'with no id',
      'a,b\n1,2\n',
      'No column holds the id of a cobi customer ("customer_id"); the columns are "a", "b". Name it in a mapping: {"<column>": "customer_id"}.',
    ],
    [
      'with a quote left open',
      'customer_id,region\n1,"CA\n2,GB\n',
      'Line 2: a quoted cell of the row that begins here is not closed before the file ends.',
    ],
    [
      'with a quote alone in a cell that goes on over lines',
      'customer_id,region\n1,"C"A\n2,GB\n3,"FR"\n',
      'Line 2: a quote inside a quoted cell stands alone: double it, and where its cell ends nobody can tell, so that nothing behind it can be read.',
    ],
    [
      'with a quote in its header',
      'customer_id,re"gion\n1,CA\n',
      'Line 1: a quote stands inside a cell that does not begin with one: quote the whole cell, and double the quote.',
    ],
    ['of lines that end in CR alone', `${ONE}\r${ONE}\r`, 'The lines end in CR alone: save the file with LF or CRLF line ends.'],
    [
      'cut off inside its list',
      `[${ONE},${ONE.slice(0, 40)}`,
      'The file ends in the middle of its list of records, behind record 1: it is cut off. Write it again.',
    ],
    ['with a comma too many', `[${ONE},,${ONE}]`, 'A comma stands behind record 1 of the list where a record should: take it out.'],
    ['with more behind its list', `[${ONE}] x`, 'Something stands behind the end of the list of records that is no JSON: take it out.'],
    [
      'with a second list',
      `{"customers":[${ONE}],"events":[${ONE}]}`,
      'A second list stands behind the first, "events": a file holds one list, send each in a file of its own.',
    ],
    [
      'with a second list under the same name',
      `{"customers":[${ONE}],"customers":[${ONE}]}`,
      'A second list stands behind the first, "customers": a file holds one list, send each in a file of its own.',
    ],
    [
      'with a long second list',
      `{"customers":[\n${ONE}],"events":[${Array.from({ length: 1_000 }, () => ONE).join(',')}]}`,
      'More than 65536 bytes stand behind the end of the list of records: a file holds one list, send each in a file of its own.',
    ],
    [
      'of accounts',
      '{"tm_create":"x","username":"a"}',
      'These are VoIPBin customers: organizations, which are accounts here and not people.',
    ],
    [
      'of nothing known',
      '{"a":1}\n{"a":2}\n',
      'The records look like none of the formats: name theirs (cobi, wasabi or registry) instead of "auto".',
    ],
    ['in UTF-16', Buffer.from(`\uFEFF${ONE}`, 'utf16le'), 'The file is not UTF-8; it looks like UTF-16 (little-endian). Save it as UTF-8.'],
    [
      'in UTF-16 without a mark',
      Buffer.from(ONE, 'utf16le'),
      'The file is not UTF-8; it looks like UTF-16 (little-endian). Save it as UTF-8.',
    ],
    [
      'in Windows-1252',
      latin('customer_id,gender\n1,\x93m\xe4nnlich\x94\n'),
      'The file is not UTF-8; it looks like Windows-1252. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").',
    ],
    [
      'in ISO 8859-1',
      latin('customer_id,gender\n1,m\xe4nnlich\n'),
      'The file is not UTF-8; it looks like ISO 8859-1 (or Windows-1252). Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").',
    ],
    [
      'that is a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]),
      'The file is not UTF-8; it looks like no text at all. Save it as UTF-8.',
    ],
    [
      'packed and cut off',
      gzipSync(ONE.repeat(50)).subarray(0, 60),
      'The compressed body is broken or ends too early: compress it again and send it again.',
    ],
  ])('%s', async (_what, file, message) => {
    for (const size of [1, 7, 4_096]) await expect(check(chunked(file, size))).rejects.toThrow(message);
  });

  it('that unpacks to far more than it is', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, `${ONE}\n`));
    await expect(check(chunked(bomb, 4_096))).rejects.toThrow(
      'The compressed file unpacks to more than 200 times its size (the limit UNPACKED_RATIO_MAX): send it unpacked.',
    );
  });

  it('with a header that has no end', async () => {
    await expect(check(repeated('x', 3_000_000))).rejects.toThrow(
      'Line 1: a row has more than 1048576 characters; is a quote of it not closed?',
    );
  });
});

describe('one record is at fault, and not its file', () => {
  it.each([
    ['in a line without end', () => repeated('{"a":"', 20_000_000), 1],
    ['in an element without end', () => Readable.from([Buffer.from(`[${ONE},`), Buffer.alloc(5_000_000, '7'), Buffer.from(']')]), 2],
    ['where two share a line', () => chunked(`${ONE}${ONE}\n${ONE}\n`), 2],
    ['where a file is cut off inside a line', () => chunked(`${ONE}\n${ONE.slice(0, 30)}`), 2],
  ])('%s', async (_what, file, count) => {
    let records = 0;
    for await (const page of (await openRecordFile(file())).records) records += page.length;
    expect(records).toBe(count);
  });
});

it('a line of 10 GB costs no more memory than one of a megabyte', async () => {
  const before = process.memoryUsage.rss();
  let peak = 0;
  const watched = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('{"a":"');
    for await (const chunk of repeated('x', 10_000_000_000)) {
      peak = Math.max(peak, process.memoryUsage.rss());
      yield chunk;
    }
  };
  const found: unknown[] = [];
  for await (const page of (await openRecordFile(watched())).records) found.push(...page);
  expect(found).toMatchObject([{ place: { line: 1, byteOffset: 0 }, isTooLong: true, bytes: { length: 256 * 1024 } }]);
  expect((peak - before) / 1024 ** 2).toBeLessThan(100);
});

describe('a list', () => {
  it('is cut at its commas, wherever brackets and quotes stand inside its records', async () => {
    const records = [{ a: '],[{"\\' }, [1, [2]], 'x,y', 5, null, { b: { c: [] } }];
    for (const size of [1, 2, 64]) {
      const { records: pages } = await openRecordFile(chunked(JSON.stringify({ data: records }, null, 1), size));
      const found: unknown[] = [];
      for await (const page of pages) found.push(...page.map((raw) => 'bytes' in raw && JSON.parse(raw.bytes.toString())));
      expect(found).toEqual(records);
    }
  });
});

describe('a record of a list', () => {
  it.each([
    ['an array', `\n[\n  ${ONE},\n\n  ${ONE}, ${ONE}\n]`, ''],
    ['a list in a member', `{\n"customers": [\n${ONE},\n\n${ONE}, ${ONE}\n]}`, '/customers'],
    ['a list behind other members', `{\n"count": 3, "customers": [${ONE},\n\n${ONE}, ${ONE}\n]}`, '/customers'],
  ])('in %s is found by its line and its pointer', async (_what, text, pointer) => {
    const first = text.slice(0, text.indexOf(ONE)).split('\n').length;
    for (const size of [1, 7, 4_096]) {
      const found: RawRecord[] = [];
      for await (const page of (await openRecordFile(chunked(text, size))).records) found.push(...page);
      expect(found.map(spotOf)).toEqual([first, first + 2, first + 2].map((line, index) => ({ line, pointer: `${pointer}/${index}` })));
    }
  });
});

describe('a table', () => {
  it('gives a row with a misplaced quote as one that is at fault, and every other as it is', async () => {
    const text = 'a,b\n1,x"y\n2,"the "best" one"\n3,"x\ny"\n4,"a""b"\n';
    for (const size of [1, 5, 4_096]) {
      const rows: unknown[] = [];
      for await (const page of (await openRecordFile(chunked(text, size))).records) rows.push(...page);
      expect(rows).toEqual([
        { place: { line: 2, byteOffset: 4 }, cells: ['1', 'x"y'], fault: 'quote_misplaced' },
        { place: { line: 3, byteOffset: 10 }, cells: ['2', 'the "best" one'], fault: 'quote_misplaced' },
        { place: { line: 4, byteOffset: 29 }, cells: ['3', 'x\ny'] },
        { place: { line: 6, byteOffset: 37 }, cells: ['4', 'a"b'] },
      ]);
    }
  });

  it('gives each row with the line it begins on', async () => {
    const { records, header } = await openRecordFile(chunked('a,b\n1,"x\ny"\n\n"2",\n'));
    const rows: unknown[] = [];
    for await (const page of records) rows.push(...page);
    expect(header).toEqual(['a', 'b']);
    expect(rows).toMatchObject([
      { place: { line: 2 }, cells: ['1', 'x\ny'] },
      { place: { line: 5 }, cells: ['2', ''] },
    ]);
  });
});
