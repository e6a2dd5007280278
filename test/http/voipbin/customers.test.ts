// VoIPBin's customers over HTTP: the documented struct in and out, pages, changes, states, and who sees whom.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMERS, NOT_YET, startVoipbin } from '../../helpers/voipbin.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { PERMISSIONS } from '../../../src/core/permission.ts';
import type { Answer, Api } from '../../helpers/api.ts';
import type { Customer, VoipbinError, VoipbinRegistry } from '../../helpers/voipbin.ts';

const ADMIN = PERMISSIONS['account.admin'].id;
const READ = PERMISSIONS['customers.read'].id;
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;

/** Voipbin-customer.rst, "Example", as it is posted. */
const DOCUMENTED = {
  id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
  username: 'admin',
  name: 'admin',
  detail: 'admin account',
  webhook_method: 'POST',
  webhook_uri: 'https://en7evajwhmqbt.x.pipedream.net',
  line_secret: 'a line secret of a test',
  line_token: 'a/line+token=of a test',
  permission_ids: [ADMIN],
  tm_create: '2022-02-01 00:00:00.000000',
  tm_update: '2022-06-16 08:37:16.952738',
  tm_delete: NOT_YET,
};

interface Page {
  result: Customer[];
  next_page_token: string;
}

forEachStore('VoIPBin’s customers', (store) => {
  let registry: VoipbinRegistry;
  let operator: Api;
  beforeAll(async () => {
    registry = await startVoipbin(await store.fresh());
    operator = registry.operator;
  });
  afterAll(() => registry.stop());

  const create = async (document: object): Promise<Customer> => {
    const { status, body } = await operator.post<Customer>(CUSTOMERS, document);
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const errorOf = ({ status, body }: Answer<unknown>): string => {
    const { error } = body as VoipbinError;
    expect(Object.keys(error)).toEqual(['status', 'reason', 'message', 'request_id']);
    return `${status} ${error.status} ${error.reason}`;
  };

  it('are created from the documented struct as it is, under an id and times of their own', async () => {
    const created = await create(DOCUMENTED);
    const { id, tm_create: createdAt, status, tm_deletion_scheduled: scheduled, ...rest } = created;
    expect(rest).toEqual({ ...DOCUMENTED, id: undefined, tm_create: undefined, tm_update: NOT_YET });
    expect([status, scheduled]).toEqual(['active', NOT_YET]);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe(DOCUMENTED.id);
    expect(createdAt).toMatch(TIME);
    expect(Object.keys(created).slice(0, 12)).toEqual(Object.keys(DOCUMENTED));
    expect((await operator.get(`${CUSTOMERS}/${id}`)).body).toEqual(created);
    expect((await operator.get(`${CUSTOMERS}/${id.toUpperCase()}`)).body).toEqual(created);
  });

  it('are created from nothing, called by their id, and by their email where they have one', async () => {
    const nobody = await create({});
    expect(nobody).toMatchObject({
      username: nobody.id,
      name: '',
      detail: '',
      webhook_method: 'POST',
      webhook_uri: '',
      permission_ids: [ADMIN],
    });
    const newer = {
      email: 'post@tea.example',
      phone_number: '+15550100',
      metadata: { tier: [1, null] },
      email_verified: true,
      address: '',
    };
    expect(await create(newer)).toMatchObject({ ...newer, username: 'post@tea.example' });
    expect(await create({ username: 'no permissions', permission_ids: [] })).toMatchObject({ permission_ids: [] });
  });

  it('never share a username, in whatever letter case', async () => {
    await create({ username: 'Köhler & Søn' });
    for (const username of ['Köhler & Søn', 'KÖHLER & SØN', 'köhler & søn']) {
      expect(errorOf(await operator.post(CUSTOMERS, { username }))).toBe('409 ALREADY_EXISTS USERNAME_TAKEN');
    }
    const raced = await Promise.all(Array.from({ length: 6 }, () => operator.post(CUSTOMERS, { username: 'raced' })));
    expect(raced.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409', '409', '409', '409', '409']);
  });

  it('come in pages, newest first, none twice and none missing', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => create({ username: `paged ${at}` })));
    const seen: Customer[] = [];
    let token = '';
    do {
      const { body } = await operator.get<Page>(`${CUSTOMERS}?page_size=5&page_token=${encodeURIComponent(token)}`);
      expect(body.result.length).toBeGreaterThan(0);
      seen.push(...body.result);
      token = body.next_page_token;
      if (token !== '') expect(token).toBe(seen.at(-1)?.tm_create);
    } while (token !== '');
    const times = seen.map(({ tm_create: time }) => time);
    expect(times).toEqual([...new Set(times)].toSorted().toReversed());
    const all = await operator.get<Page>(`${CUSTOMERS}?page_size=100`);
    expect(all.body).toEqual({ result: seen, next_page_token: '' });
    expect((await operator.get<Page>(CUSTOMERS)).body.result).toHaveLength(10);
  });

  it.each([
    'page_size=0',
    'page_size=101',
    'page_size=ten',
    'page_size=',
    'page_token=1',
    'page_token=eyJhIjoxfQ',
    'page_token=2022-02-30%2000:00:00',
    'pagesize=3',
  ])('are not listed by %s', async (query) => {
    expect(errorOf(await operator.get(`${CUSTOMERS}?${query}`))).toMatch(/^400 INVALID_ARGUMENT [A-Z_]+$/);
  });

  it('change in the members that are present, and "" clears', async () => {
    const before = await create({ ...DOCUMENTED, username: 'changed', metadata: { a: 1 } });
    const path = `${CUSTOMERS}/${before.id}`;
    const changed = await operator.send<Customer>('PUT', path, { name: 'Other', webhook_uri: '', line_secret: '', phone_number: '1' });
    expect(changed.body).toEqual({
      ...before,
      name: 'Other',
      webhook_uri: '',
      line_secret: '',
      phone_number: '1',
      tm_update: expect.stringMatching(TIME),
    });
    expect(changed.body.tm_update > changed.body.tm_create).toBe(true);
    expect((await operator.send<Customer>('PUT', path, {})).body).toEqual(changed.body);
    expect((await operator.send<Customer>('PUT', path, changed.body)).body).toEqual(changed.body);
    expect((await operator.get<Customer>(path)).body).toEqual(changed.body);
  });

  it.each([
    ['id', '5e4a0680-804e-11ec-8477-2fea5968d85b'],
    ['username', 'somebody else'],
    ['permission_ids', []],
    ['tm_create', '2022-02-01 00:00:00.000000'],
    ['tm_update', '2022-02-01 00:00:00.000000'],
    ['tm_delete', '2022-02-01 00:00:00.000000'],
    ['tm_deletion_scheduled', '2022-02-01 00:00:00.000000'],
    ['status', 'deleted'],
    ['status', 'expired'],
  ])('keep their %s where another is put', async (member, value) => {
    const before = await create({});
    const path = `${CUSTOMERS}/${before.id}`;
    expect(errorOf(await operator.send('PUT', path, { name: 'Other', [member]: value }))).toBe('400 INVALID_ARGUMENT MEMBER_FIXED');
    expect((await operator.get(path)).body).toEqual(before);
  });

  it.each([
    ['no JSON', '{"name": ', 'JSON_INVALID'],
    ['nothing', '', 'JSON_INVALID'],
    ['a list', '[]', 'TYPE_WRONG'],
    ['a member twice', '{"name": "a", "name": "b"}', 'MEMBER_REPEATED'],
    ['a prototype', '{"__proto__": {"admin": true}}', 'MEMBER_FORBIDDEN'],
    ['U+0000', String.raw`{"detail": "a\u0000b"}`, 'CHARACTER_FORBIDDEN'],
    ['a name that is a number', { name: 3 }, 'TYPE_WRONG'],
    ['a name that is null', { name: null }, 'NULL_NOT_ALLOWED'],
    ['a name of 1,025 characters', { name: 'n'.repeat(1_025) }, 'STRING_TOO_LONG'],
    ['a token of 1,025 characters', { line_token: 't'.repeat(1_025) }, 'STRING_TOO_LONG'],
    ['an unknown method', { webhook_method: 'PATCH' }, 'ENUM_UNKNOWN'],
    ['a method in small letters', { webhook_method: 'post' }, 'ENUM_UNKNOWN'],
    ['ftp', { webhook_uri: 'ftp://files.example.com' }, 'URI_INVALID'],
    ['file', { webhook_uri: 'file:///etc/passwd' }, 'URI_INVALID'],
    ['javascript', { webhook_uri: 'javascript:alert(1)' }, 'URI_INVALID'],
    ['a relative URI', { webhook_uri: '/hooks' }, 'URI_INVALID'],
    ['a URI without host', { webhook_uri: 'https:///hooks' }, 'URI_INVALID'],
    ['more than there may be beside', { metadata: 'm'.repeat(70_000) }, 'REQUEST_INVALID'],
    ['an unknown status', { status: 'sleeping' }, 'ENUM_UNKNOWN'],
  ])('take no %s, at creation and at a change, and keep nothing of it', async (_name, body, reason) => {
    const { accountId: id } = registry.tenantScope;
    for (const answer of [await operator.post(CUSTOMERS, body), await operator.send('PUT', `${CUSTOMERS}/${id}`, body)]) {
      expect(errorOf(answer)).toBe(`400 INVALID_ARGUMENT ${reason}`);
    }
  });

  it.each([
    ['username', '', 'ID_EMPTY'],
    ['username', ' padded', 'ID_PADDED'],
    ['username', 7, 'TYPE_WRONG'],
    ['username', 'u'.repeat(256), 'STRING_TOO_LONG'],
    ['email', `${'e'.repeat(250)}@tea.example`, 'STRING_TOO_LONG'],
    ['password', '', 'ID_EMPTY'],
    ['password', 12345678, 'TYPE_WRONG'],
    ['permission_ids', ADMIN, 'TYPE_WRONG'],
    ['permission_ids', [7], 'TYPE_WRONG'],
    ['permission_ids', ['admin'], 'UUID_INVALID'],
    ['permission_ids', ['00000000-0000-4000-8000-000000000404'], 'PERMISSION_UNKNOWN'],
    ['permission_ids', [PERMISSIONS['platform.manage'].id], 'PERMISSION_NOT_GRANTABLE'],
  ])('are not created with %s %j', async (member, value, reason) => {
    const answer = await operator.post(CUSTOMERS, { [member]: value });
    expect(errorOf(answer)).toBe(`400 INVALID_ARGUMENT ${reason}`);
    expect((answer.body as VoipbinError).error.message).toContain(member);
  });

  it('hear of every fault at once', async () => {
    const { body } = await operator.post<VoipbinError>(CUSTOMERS, { name: 3, webhook_uri: 'gopher://a', webhook_method: 'TRACE' });
    for (const member of ['name', 'webhook_uri', 'webhook_method']) expect(body.error.message).toContain(`"${member}"`);
  });

  it('get the permissions that their new keys start with', async () => {
    const { id } = await create({});
    const put = (permission_ids: unknown): Promise<Answer<Customer>> =>
      operator.send('PUT', `${CUSTOMERS}/${id}/permission_ids`, { permission_ids });
    const set = await put([READ.toUpperCase(), READ]);
    expect(set.body).toMatchObject({ id, permission_ids: [READ], tm_update: expect.stringMatching(TIME) });
    expect((await put([])).body.permission_ids).toEqual([]);
    for (const wrong of [undefined, null, READ, [7], [null]]) expect(errorOf(await put(wrong))).toMatch(/^400 INVALID_ARGUMENT/);
    expect(errorOf(await put(['nothing']))).toBe('400 INVALID_ARGUMENT PERMISSION_UNKNOWN');
    expect(errorOf(await put([PERMISSIONS['platform.manage'].id]))).toBe('400 INVALID_ARGUMENT PERMISSION_NOT_GRANTABLE');
    expect((await operator.get(`${CUSTOMERS}/${id}`)).body).toMatchObject({ permission_ids: [] });
  });
});
