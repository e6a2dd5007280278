// `clientele import` as a user runs it: files in, a summary that adds up, rejects that are mended and go in as they are.

import { appendFileSync, copyFileSync, existsSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientele, fileWith } from './clientele.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Ended } from '../checkout/child.ts';
import type { RegistryHere } from '../helpers/registry.ts';

const WHOLE = / changed while it was read: nothing of it was taken\. Import it again when it is whole\.\n$/;
const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

forEachStore('clientele import', (store) => {
  let registry: RegistryHere;
  const env = (): Record<string, string> => ({ CLIENTELE_KEY: registry.key, CLIENTELE_URL: registry.api.url });
  const run = (...args: string[]): Promise<Ended> => clientele(['import', ...args], env());
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
  });
  afterAll(() => registry.stop());

  it('takes a file, says what became of it, and gives back what was rejected in its own form', async () => {
    const file = fileWith(
      `${lines(cobi(1), cobi(2, { region: 'UK' }), cobi(3, { region: 'UK', birthdate: '2023-02-30' }))}{"customer_id": oops\n`,
    );
    const first = await run(file);
    expect(first.status).toBe(1);
    expect(first.stderr).toContain('4 received = 1 created + 3 rejected');
    expect(first.stderr).toContain('2 × error country_unknown at /region');
    expect(first.stderr).toContain('Did you mean "GB"? First at line 2.');
    const rejects = `${file}.rejects.ndjson`;
    const told = readFileSync(rejects, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(told[0] ?? '')).toMatchObject({ _line: 2, _field: '/region', _code: 'country_unknown', _suggestion: 'GB' });
    expect(JSON.parse(told[2] ?? '')).toMatchObject({ _raw: '{"customer_id": oops', _line: 4, _code: 'json_invalid' });
    const mended = told.map((line) => line.replace('"region":"UK"', '"region":"GB"').replace('2023-02-30', '2023-02-28'));
    const whole = JSON.stringify({ _raw: JSON.stringify(cobi(4)), _line: 4, _code: 'json_invalid' });
    writeFileSync(rejects, `${mended[0]}\n${mended[1]}\n${whole}\n`);
    const second = await run(rejects);
    expect([second.status, second.stderr]).toEqual([0, expect.stringContaining('3 received = 3 created')]);
    const { body } = await registry.api.get<object>(`/cobi/v1/data/customers/${uuid(2)}`);
    expect(body).toEqual(cobi(2, { region: 'GB' }));
  });

  it('begins no import of a file that cannot be read', async () => {
    const jobs = async (): Promise<string> => JSON.stringify((await registry.api.get<object>('/v1/imports')).body);
    const before = await jobs();
    const folder = dirname(fileWith(''));
    expect(await run(folder)).toMatchObject({ status: 2, stderr: `clientele: Cannot read ${folder}: that is a folder.\n` });
    const absent = `${folder}/absent.ndjson`;
    expect(await run(absent)).toMatchObject({ status: 2, stderr: `clientele: Cannot open ${absent}: there is no such file or folder.\n` });
    expect(await jobs()).toBe(before);
  });

  it('does the same with a table', async () => {
    const file = fileWith(
      `customer_id;user_id;region;shoe size\n${uuid(10)};${uuid(11)};CA;43\n${uuid(12)};${uuid(13)};UK;44\n`,
      'people.csv',
    );
    const first = await run(file);
    expect(first.status).toBe(1);
    expect(first.stderr).toContain('column "shoe size" fits no field: kept under its own name');
    const rejects = readFileSync(`${file}.rejects.csv`, 'utf8');
    expect(rejects.split('\r\n')[0]).toBe('customer_id;user_id;region;shoe size;_line;_field;_code;_message;_suggestion');
    expect(rejects).toContain(`${uuid(12)};${uuid(13)};UK;44;3;/region;country_unknown;`);
    writeFileSync(`${file}.rejects.csv`, rejects.replace(';UK;', ';GB;'));
    expect((await run(`${file}.rejects.csv`)).stderr).toContain('1 received = 1 created');
  });

  it('gives rows back whose cells or quotes do not fit, each with its place and nothing lost', async () => {
    const rows = [
      `${uuid(50)},${uuid(51)},CA`,
      `${uuid(52)},${uuid(53)},CA,more`,
      `${uuid(54)},${uuid(55)}`,
      `${uuid(56)},${uuid(57)},"CA"x`,
    ];
    const file = fileWith(
      `customer_id,user_id,region,gender\n${rows[0]},a "b" c\n${rows[1]},one,two\n${rows[2]}\n${rows[3]}",\n`,
      'rows.csv',
    );
    const ended = await run(file);
    expect(ended.stderr).toContain('4 received = 4 rejected');
    expect(ended.stderr).toContain('2 × error columns_wrong: The row has another number of cells than the header. First at line 3.');
    expect(ended.stderr).toContain('2 × error quote_misplaced');
    const rejects = readFileSync(`${file}.rejects.csv`, 'utf8');
    expect(rejects).toContain(`${uuid(50)},${uuid(51)},CA,"a ""b"" c",2,,quote_misplaced,`);
    expect(rejects).toContain('Beyond the header: ""one"", ""two"".');
    writeFileSync(`${file}.rejects.csv`, rejects.replace('"CA""x"', 'CA').replace(`${uuid(55)},,`, `${uuid(55)},FR,`));
    expect((await run(`${file}.rejects.csv`)).stderr).toContain('4 received = 4 created');
  });

  it('shows how a table is read and what it would come to, and takes nothing in', async () => {
    await run(fileWith(lines(cobi(44, { region: 'CA' }))));
    const file = fileWith(
      `customer_id,user_id,region,dob,shoe size\n${uuid(40)},${uuid(41)},CA,1990-01-01,43\n${uuid(42)},,UK,,\n${uuid(44)},${uuid(45)},US,,\n`,
      'plan.csv',
    );
    const ended = await run('--dry-run', file);
    expect(ended.status).toBe(1);
    const { stderr } = ended;
    expect(stderr.indexOf('column "dob" → birthdate')).toBeLessThan(stderr.indexOf('nothing was taken in'));
    expect(stderr).toContain(`"region":"CA","birthdate":"1990-01-01","shoe size":"43"`);
    expect(stderr).toContain('3 received = 1 created + 1 updated + 1 rejected');
    expect(stderr).toContain('customers: 1 created, 1 updated; 1 records linked, 0 of them to customers known already');
    expect(stderr).toMatch(/line 2: customer\.created [0-9a-f-]{36}\n/);
    expect(stderr).toMatch(/line 4: customer\.updated [0-9a-f-]{36}\n {4}\/country: "CA" → "US"\n/);
    expect(existsSync(`${file}.rejects.csv`)).toBe(true);
    expect((await registry.api.get(`/v1/customers/by/cobi/${uuid(40)}`)).status).toBe(404);
  });

  it('takes stdin-sized things too: several files, packed or not, with fixes, as JSON', async () => {
    const good = fileWith(JSON.stringify([cobi(20), cobi(21, { region: 'UK' })]));
    const ended = await run('--apply-fixes', '--json', good, fileWith(lines(cobi(20))));
    expect(ended.status).toBe(0);
    const told = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcomes: object; rejects: null });
    expect(told).toMatchObject([{ outcomes: { created: 2 }, rejects: null }, { outcomes: { unchanged: 1 } }]);
  });

  it('takes nothing of a file that is no good, and says why', async () => {
    const empty = await run(fileWith(''));
    expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('The file is empty: it holds no record.')]);
    const cut = await run(fileWith(`[${JSON.stringify(cobi(30))},`));
    expect([cut.status, cut.stderr]).toEqual([3, expect.stringContaining('The file ends in the middle of its list of records')]);
    const all = fileWith(lines(cobi(31), cobi(32, { region: 'XX' })));
    const none = await run('--policy', 'reject_file', all);
    expect([none.status, none.stderr]).toEqual([3, expect.stringContaining('1 of 2 records are faulty')]);
    expect(existsSync(`${all}.rejects.ndjson`)).toBe(true);
    expect((await run('no-such-file.csv')).status).toBe(2);
  });

  it('stops at Ctrl-C at the end of a batch, and goes on from there', async () => {
    const file = fileWith(lines(...Array.from({ length: 20_000 }, (_, at) => cobi(1_000 + at))));
    const child = spawn(process.execPath, ['src/cli/main.ts', 'import', file], {
      env: { ...process.env, ...env() },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const ended = once(child, 'exit');
    while (!told.includes('of 20000 records')) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    expect(await ended).toEqual([3, null]);
    expect(told).toContain(`To go on: clientele import --resume ${file}`);
    const dry = await run('--dry-run', '--resume', file);
    expect([dry.status, dry.stderr]).toEqual([0, expect.stringContaining('nothing was taken in')]);
    const resumed = await run('--resume', file);
    expect([resumed.status, resumed.stderr]).toEqual([0, expect.stringContaining('20000 received = 20000 created')]);
  });

  it('goes on with no other file of the same name', async () => {
    const file = fileWith(lines(...Array.from({ length: 200 }, (_, at) => cobi(40_000 + at))));
    const created = await registry.api.post<{ id: string }>(`/v1/imports?upload=parts&name=${encodeURIComponent(basename(file))}`, '');
    const part = Buffer.from(readFileSync(file)).subarray(0, 1_000);
    await registry.api.post(`/v1/imports/${created.body.id}/parts?offset=0`, part, { 'content-type': 'application/octet-stream' });
    writeFileSync(file, lines(...Array.from({ length: 200 }, (_, at) => cobi(50_000 + at))));
    const other = await run('--resume', file);
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('import it anew, without --resume')]);
  });

  it('says first that rejected records cannot go where they are to go, and keeps those of each file apart', async () => {
    const file = fileWith(lines(cobi(60_000), { customer_id: 'none' }));
    const nowhere = await run('--rejects', join(dirname(file), 'no-folder', 'rejects'), file);
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining('there is no such file or folder')]);
    expect((await registry.api.get(`/cobi/v1/data/customers/${uuid(60_000)}`)).status).toBe(404);
    const two = await run('--rejects', `${file}.both`, file, file);
    expect([two.status, two.stderr]).toEqual([2, expect.stringContaining('--rejects names one file')]);
  });

  describe('takes nothing of a file', () => {
    const changing = async (change: (file: string) => void): Promise<Ended> => {
      const file = fileWith(lines(...Array.from({ length: 20_000 }, (_, at) => cobi(at))));
      const running = run(file);
      const timer = setInterval(() => change(file), 1);
      const ended = await running;
      clearInterval(timer);
      return ended;
    };

    it.each([
      ['that grows while it is read', (file: string) => appendFileSync(file, lines(cobi(1)))],
      [
        'that is replaced while it is read',
        (file: string) => {
          copyFileSync(file, `${file}.new`);
          renameSync(`${file}.new`, file);
        },
      ],
      ['that is cut short while it is read', (file: string) => truncateSync(file, Math.max(0, statSync(file).size - 10))],
    ])('%s', async (_what, change) => {
      const ended = await changing(change);
      expect([ended.status, ended.stderr]).toEqual([2, expect.stringMatching(WHOLE)]);
    });
  });

  it('rejects a line without end from stdin, and holds no more of it than a file of rejects needs', async () => {
    const child = spawn(process.execPath, ['src/cli/main.ts', 'import', '--format', 'cobi', '--rejects', fileWith('', 'rejects'), '-'], {
      env: { ...process.env, ...env() },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const ended = once(child, 'exit');
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    await pipeline(
      Readable.from(
        (function* endless() {
          yield Buffer.from('{"a":"');
          for (let at = 0; at < 40; at += 1) yield chunk;
        })(),
      ),
      child.stdin,
    );
    expect(await ended).toEqual([1, null]);
    expect(told).toContain('1 × error record_too_large: The record is larger than 1 MiB: send it smaller. First at line 1.');
  });
});
