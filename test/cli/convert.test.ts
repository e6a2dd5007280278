// `clientele convert`: records on stdout, losses beside them, what cannot be converted on stderr.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientele, clienteleProcess, fileWith, freshFolder } from './clientele.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';

const ADDRESS = { addressId: 'a', line1: '1 Test Street', city: 'Testing', zipCode: '0', countryCode: 'GB' };
const valuesIn = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('clientele convert', () => {
  it('gives a Cobi student as a Wasabi event, and tells in a file what was lost', async () => {
    const losses = join(freshFolder(), 'losses.ndjson');
    const file = fileWith(`${JSON.stringify(cobi(1, { gender: 'MALE' }))}\n${JSON.stringify(cobi(2))}\n`);
    const { status, stdout, stderr } = await clienteleProcess(['convert', '--to', 'wasabi', '--losses', losses, file]);
    expect([status, stderr]).toEqual([0, '2 records converted, 0 not\n']);
    expect(valuesIn(stdout)).toMatchObject([{ body: { customerId: uuid(1), addresses: [] } }, { body: { customerId: uuid(2) } }]);
    expect(valuesIn(readFileSync(losses, 'utf8'))).toContainEqual(
      expect.objectContaining({ line: 1, pointer: '/gender', kind: 'dropped' }),
    );
  });

  it('leaves out what has no form there, and says why', async () => {
    const events = [wasabi(uuid(1), { addresses: [ADDRESS] }), wasabi(uuid(2)), wasabi(uuid(3), { addresses: null })];
    const file = fileWith(JSON.stringify(events), 'events.json');
    const { status, stdout, stderr } = await clientele(['convert', '--from', 'wasabi', '--to', 'cobi', file]);
    expect(status).toBe(1);
    expect(valuesIn(stdout)).toMatchObject([{ customer_id: uuid(1), region: 'GB' }]);
    expect(stderr).toMatch(/"record":"\/1","code":"not_convertible"/);
    expect(stderr).toMatch(/"record":"\/2",.*null_not_allowed/);
    expect(stderr).toContain('1 records converted, 2 not\n');
  });

  it('gives a record back as it was where the format stays', async () => {
    const text = `${JSON.stringify(cobi(1, { unknown: [1] }))}\n`.replace('[1]', '[1.0]');
    expect((await clientele(['convert', '--to', 'cobi', fileWith(text)])).stdout).toBe(text);
  });

  it('refuses organizations, and records of no format', async () => {
    const voipbin = await clientele(['convert', '--to', 'cobi', fileWith('{"username":"admin","webhook_uri":""}')]);
    expect(voipbin).toMatchObject({ status: 3, stdout: '' });
    expect(voipbin.stderr).toContain('organizations');
    expect((await clientele(['convert', '--to', 'cobi', fileWith('{"name":"x"}')])).status).toBe(2);
  });
});
