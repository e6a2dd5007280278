// The commands over files: `sample`, `validate`, and how any command ends when used wrongly.

import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../checkout/child.ts';
import { clientele, clienteleProcess, fileWith, freshFolder } from './clientele.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';

const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('clientele sample', () => {
  it('writes the same records for the same seed, which validate as told', async () => {
    const args = ['sample', '--format', 'wasabi', '--count', '2000', '--bad', '0.1', '--seed', '7'];
    const [first, second] = await Promise.all([clienteleProcess(args), clientele(args)]);
    expect(first.stdout).toBe(second.stdout);
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(2_000);
    const { status, stderr } = await clienteleProcess(['validate', fileWith(first.stdout)]);
    expect(status).toBe(1);
    expect(Number(/(\d+) to be rejected/.exec(stderr)?.[1])).toBeGreaterThan(150);
  });
});

describe('clientele validate', () => {
  it('says nothing of good records, and ends well', async () => {
    const { status, stdout, stderr } = await clientele(['validate', fileWith(gzipSync(lines(wasabi('a'), wasabi('b'))))]);
    expect([status, stdout, stderr]).toEqual([0, '', '2 records, 0 to be rejected, 0 issues\n']);
  });

  it('prints file, line, pointer, code, message and suggestion of each issue', async () => {
    const file = fileWith(lines(cobi(1), cobi(2, { region: 'UK' })));
    const { status, stdout } = await clientele(['validate', file]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^.*records\.ndjson:2: \/region error country_unknown: .* \(suggestion: "GB"\)\n$/);
  });

  it('points into a document, and counts its lines', async () => {
    const file = fileWith(`{"records": [\n${JSON.stringify(cobi(1))},\n${JSON.stringify(cobi(2, { user_id: 'x' }))}]}`);
    const { stdout } = await clientele(['validate', '--json', file]);
    expect(JSON.parse(stdout)).toMatchObject({ file, line: 3, pointer: '/records/1/user_id', code: 'uuid_invalid', severity: 'error' });
  });

  it('tells institutes and courses from customers, and mends what is certain', async () => {
    const institute = { institute_id: uuid(5), name: 'Northern College', region: 'ca' };
    const { status, stdout, stderr } = await clientele(['validate', '--apply-fixes', fileWith(lines(institute))]);
    expect([status, stdout]).toEqual([0, lines({ ...institute, region: 'CA' })]);
    expect(stderr).toContain('fix_applied');
  });

  it('reads tables as imports do, and names the line that a row begins on', async () => {
    const rows = ['Customer ID;user_id;dob;Region', `${uuid(1)};${uuid(2)};1990-02-30;UK`, `${uuid(3)};${uuid(4)};1990-02-03;DE`];
    const { status, stdout } = await clientele(['validate', fileWith(`${rows.join('\n')}\n`)]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/:2: \/birthdate error date_invalid: /);
    expect(stdout).toMatch(/:2: \/region error country_unknown: .* \(suggestion: "GB"\)/);
    expect(stdout).not.toContain(':3:');
  });

  it('takes a text without known columns for what it is', async () => {
    const { stdout } = await clientele(['validate', fileWith('neither JSON, nor a table\n')]);
    expect(stdout).toMatch(/:1: record error json_invalid: /);
  });

  it('finds the faulty record in a broken list, and reads on', async () => {
    const file = fileWith(`[\n${JSON.stringify(wasabi('a'))},\noops,\n${JSON.stringify(wasabi('b', { status: 'active' }))}]`);
    const { status, stdout, stderr } = await clientele(['validate', '--json', file]);
    expect(status).toBe(1);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { line: 3, pointer: '/1', code: 'json_invalid' },
      { line: 4, pointer: '/2/body/status' },
    ]);
    expect(stderr).toBe('3 records, 2 to be rejected, 2 issues\n');
  });

  it('mends what people paste: no-break spaces around the records of a list, too', async () => {
    const file = fileWith(`[\n\u00a0\u00a0${JSON.stringify(wasabi('a'))},\n\u00a0\u00a0${JSON.stringify(wasabi('b'))}\n]`);
    const { status, stdout } = await clientele(['validate', '--apply-fixes', file]);
    expect([status, stdout]).toEqual([0, lines(wasabi('a'), wasabi('b'))]);
    expect((await clientele(['validate', file])).stdout.match(/space_no_break/g)).toHaveLength(2);
  });

  it('takes a file of rejects for the records in it', async () => {
    const reasons = { _line: 7, _field: '/region', _code: 'country_unknown', _message: 'no country', _suggestion: 'GB' };
    const { status, stdout } = await clientele(['validate', '--apply-fixes', fileWith(lines({ ...cobi(1), ...reasons }))]);
    expect([status, stdout]).toEqual([0, lines(cobi(1))]);
  });

  it.each([
    ['lines', `{"a":"`, 'x'],
    ['a table', 'customer_id,user_id,region\n', `${'x'.repeat(999_999)}\n`],
  ])('stops at a small file that unpacks to far more, of %s, as does convert', async (_what, head, filling) => {
    const packed = fileWith(gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(70 * 1024 * 1024, filling)])));
    for (const command of [['validate'], ['convert', '--from', 'cobi', '--to', 'wasabi']]) {
      const { status, stderr } = await clientele([...command, packed]);
      expect(status).toBe(2);
      expect(stderr).toContain(
        'The compressed file unpacks to more than 200 times its size (the limit UNPACKED_RATIO_MAX): send it unpacked.',
      );
    }
  });

  it('finds broken JSON and broken bytes', async () => {
    const { status, stdout } = await clientele([
      'validate',
      '--json',
      fileWith(Buffer.concat([Buffer.from(lines(wasabi('a'))), Buffer.from('{"a":\n'), Buffer.from([0xff, 0x0a])])),
    ]);
    expect(status).toBe(1);
    const codes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; code: string });
    expect(codes.map(({ line, code }) => [line, code])).toEqual([
      [2, 'json_invalid'],
      [3, 'utf8_invalid'],
    ]);
  });
});

describe('any command', () => {
  it.each([
    ['no such command', ['frobnicate'], 2],
    ['no such flag', ['verify', '--frobnicate'], 2],
    ['a missing argument', ['backup'], 2],
    ['a value that cannot be', ['sample', '--format', 'cobi', '--count', '-1'], 2],
    ['a file that is not there', ['validate', 'no-such-file'], 2],
    ['a setting that cannot be', ['verify', '--database-url', 'mysql://x'], 2],
    ['a store that is not there', ['verify', '--data-dir', 'no-such-folder'], 3],
    ['a database that cannot be reached', ['verify', '--database-url', 'postgresql://nobody@127.0.0.1:1/none'], 3],
    ['a server that cannot be reached', ['demo', '--url', 'http://127.0.0.1:1', '--key', 'k'], 3],
    ['no access key', ['demo', '--url', 'http://127.0.0.1:1'], 3],
  ])('with %s says so on stderr and in its exit code', async (_name, args, code) => {
    const { status, stdout, stderr } = await clientele(args);
    expect(status).toBe(code);
    expect(stderr).toMatch(/^(clientele|error): /m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout.startsWith('clientele')).toBe(false);
  });

  it('shows its help on stdout', async () => {
    const { status, stdout, stderr } = await clienteleProcess(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: clientele');
  });
});

describe('a file that cannot be opened', () => {
  const absent = '/absent/records';
  const store = (): string[] => ['--data-dir', join(freshFolder(), 'store')];
  const record = (): string => fileWith(lines(cobi(1)));

  it.each([
    ['validate, which reads it', () => ['validate', absent]],
    ['convert, which reads it', () => ['convert', '--to', 'cobi', absent]],
    ['convert, which tells losses in it', () => ['convert', '--to', 'wasabi', '--losses', absent, record()]],
    ['restore', () => ['restore', absent, ...store()]],
    ['export', () => ['export', '--output', absent, ...store()]],
  ])('is named by %s', async (_which, argsOf) => {
    expect(await clientele(argsOf())).toEqual({
      status: 2,
      stdout: '',
      stderr: `clientele: Cannot open ${absent}: there is no such file or folder.\n`,
    });
  });

  it.each(['validate', 'restore'])('is a folder for %s', async (command) => {
    const folder = freshFolder();
    const where = command === 'validate' ? [] : store();
    expect(await clientele([command, folder, ...where])).toEqual({
      status: 2,
      stdout: '',
      stderr: `clientele: Cannot read ${folder}: that is a folder.\n`,
    });
  });

  it('leaves no store behind that a restore would have filled', async () => {
    const [flag, folder] = store() as [string, string];
    await clientele(['restore', absent, flag, folder]);
    expect(existsSync(folder)).toBe(false);
  });

  it.runIf(existsSync('/dev/full')).each([
    ['a file', ['sample', '--format', 'cobi', '--count', '10'], '>/dev/full'],
    ['another file beside', ['convert', '--to', 'wasabi', '--losses', '/dev/full', record()], '>/dev/null'],
  ])('says that the disk is full where it writes %s', async (_where, args, redirected) => {
    const command = [process.execPath, 'src/cli/main.ts', ...args].join(' ');
    expect(await run('sh', ['-c', `${command} ${redirected}`], { env: process.env })).toMatchObject({
      status: 2,
      stderr: 'clientele: Cannot write: the disk is full.\n',
    });
  });
});
