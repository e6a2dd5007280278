// A client of VoIPBin's API that changed its base URL and nothing else: only HTTP, only what is documented; and the commands of
// docs/voipbin.md, run as they are written.

import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileAt } from '../../checkout/repository.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { insertTestAccount, insertTestLogin } from '../../helpers/accounts.ts';
import { run } from '../../checkout/child.ts';
import { startRegistryHere, stopAfterTest } from '../../helpers/registry.ts';
import type { Database } from '../../../src/storage/database.ts';
import type { RegistryHere } from '../../helpers/registry.ts';

const PASSWORD = 'a password for tests';
const NOT_YET = '9999-01-01 00:00:00.000000';

type Json = Record<string, unknown>;

interface Reply {
  readonly status: number;
  readonly body: Json;
}

/** Somebody who may create accounts, and enters by password as people do. */
async function addOperator(database: Database): Promise<void> {
  const { accountId } = await insertTestAccount(database);
  await insertTestLogin(database, { accountId, username: 'operator', password: PASSWORD });
}

forEachStore('a client of VoIPBin', (store) => {
  let server: RegistryHere;
  let base: string;
  beforeAll(async () => {
    server = await startRegistryHere(await store.fresh(), { prepare: addOperator });
    base = `${server.api.url}/voipbin`;
  });
  afterAll(() => server.stop());

  const call = async (method: string, path: string, body?: object): Promise<Reply> => {
    const answer = await fetch(base + path, { method, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const good = async (method: string, path: string, body?: object): Promise<Json> => {
    const reply = await call(method, path, body);
    expect([method, path.split('?')[0], reply.status, reply.body]).toEqual([method, path.split('?')[0], 200, expect.anything()]);
    return reply.body;
  };
  const refused = async (method: string, path: string, body?: object): Promise<unknown> => {
    const { error } = (await call(method, path, body)).body;
    return (error as Json)['status'];
  };
  const logIn = async (username: string, password: string): Promise<string> =>
    (await good('POST', '/auth/login', { username, password }))['token'] as string;

  describe('who is the operator', () => {
    it('lives through a customer’s whole life', async () => {
      const token = await logIn('operator', PASSWORD);
      const as = (path: string): string => `/v1.0${path}${path.includes('?') ? '&' : '?'}token=${token}`;
      const created = await good('POST', as('/customers'), { username: 'orchard', password: 'a first password', name: 'The Orchard' });
      const one = `/customers/${String(created['id'])}`;
      expect(created).toMatchObject({ username: 'orchard', name: 'The Orchard', tm_update: NOT_YET, tm_delete: NOT_YET });
      expect(await good('GET', as(one))).toEqual(created);
      const read = await good('PUT', as(one), { ...created, detail: 'apples', webhook_uri: 'https://hooks.example.com/in' });
      expect(read).toMatchObject({ detail: 'apples', webhook_uri: 'https://hooks.example.com/in' });
      const { result } = (await good('GET', as('/permissions?page_size=100'))) as { result: Json[] };
      const reading = result.find(({ name }) => name === 'customers.read')?.['id'];
      expect(await good('PUT', as(`${one}/permission_ids`), { permission_ids: [reading] })).toMatchObject({ permission_ids: [reading] });

      const own = await logIn('orchard', 'a first password');
      expect(await good('GET', `/v1.0/customer?token=${own}`)).toMatchObject({ id: created['id'] });
      expect(await refused('GET', `/v1.0/customers?token=${own}`)).toBe('PERMISSION_DENIED');
      await good('PUT', as(`${one}/password`), { password: 'a second password' });
      expect(await refused('GET', `/v1.0/customer?token=${own}`)).toBe('UNAUTHENTICATED');
      expect(await refused('POST', '/auth/login', { username: 'orchard', password: 'a first password' })).toBe('UNAUTHENTICATED');
      const again = await logIn('ORCHARD', 'a second password');

      const key = await good('POST', `/v1.0/accesskeys?token=${again}`, { name: 'feed', expire: 86_400 });
      const byKey = `/v1.0/customer?accesskey=${String(key['token'])}`;
      expect(await good('GET', byKey)).toMatchObject({ id: created['id'] });
      expect(await good('DELETE', as(one))).toMatchObject({ status: 'deleted', tm_delete: expect.not.stringMatching(NOT_YET) });
      for (const path of [byKey, `/v1.0/customer?token=${again}`]) expect(await refused('GET', path)).toBe('UNAUTHENTICATED');
      expect(await refused('POST', '/auth/login', { username: 'orchard', password: 'a second password' })).toBe('UNAUTHENTICATED');
      expect(await refused('POST', as('/customers'), { username: 'Orchard' })).toBe('ALREADY_EXISTS');
      await good('POST', as(`${one}/recover`));
      expect(await good('GET', byKey)).toMatchObject({ id: created['id'] });
      await good('POST', `/auth/logout?token=${await logIn('orchard', 'a second password')}`);
      expect(server.log()).not.toContain(String(key['token']));
      expect(server.log()).not.toContain(token);
    });

    it('pages through customers by the token that each page gives', async () => {
      const token = await logIn('operator', PASSWORD);
      const names = Array.from({ length: 7 }, () => `page ${randomUUID()}`);
      for (const username of names) await good('POST', `/v1.0/customers?token=${token}`, { username });
      const seen: unknown[] = [];
      for (let page = ''; ;) {
        const query = new URLSearchParams({ token, page_size: '3', page_token: page });
        const { result, next_page_token: next } = (await good('GET', `/v1.0/customers?${query.toString()}`)) as {
          result: Json[];
          next_page_token: string;
        };
        seen.push(...result.map(({ username }) => username));
        if (next === '') break;
        page = next;
      }
      expect(seen.filter((username) => names.includes(username as string))).toEqual(names.toReversed());
      expect(new Set(seen).size).toBe(seen.length);
    });
  });
});

/** The shell's lines of the document, one command each. */
function commandsOf(document: string): string[] {
  const blocks = [...document.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) =>
    (block as string).replaceAll(/'\{[^']*\}'/g, inOneLine),
  );
  return blocks.flatMap((block) => block.trim().split('\n'));
}

function inOneLine(json: string): string {
  return json.replaceAll(/\n\s*/g, ' ');
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

forEachStore('docs/voipbin.md', (store) => {
  it.runIf(hasCurl)('has commands that do what it says', async () => {
    const server = stopAfterTest(await startRegistryHere(await store.fresh()));
    const values: Record<string, string> = { URL: `${server.api.url}/voipbin`, KEY: server.key };
    const commands = commandsOf(fileAt('docs/voipbin.md') ?? '');
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands) {
      if (command.startsWith('export ')) continue;
      const { stdout } = await run('bash', ['-c', command], { env: { ...process.env, ...values } });
      const answer = JSON.parse(stdout) as Json;
      expect(answer, command).not.toHaveProperty('error');
      if (answer['username'] === 'teahouse' && typeof answer['id'] === 'string') values['ID'] = answer['id'];
      if (command.includes('/auth/login')) values['TOKEN'] = String(answer['token']);
    }
  });
});
