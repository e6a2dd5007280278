// Customers found over real HTTP: every filter with every order, against the same asked of all customers in memory.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, manyTexts, uuid, wasabi } from '../helpers/people.ts';
import { COBI, WASABI } from '../helpers/line.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Customer {
  readonly id: string;
  readonly status: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly country: string | null;
  readonly education: { readonly instituteId: string | null; readonly courseId: string | null };
  readonly consents: Record<'marketing' | 'sms', { readonly state: string }>;
  readonly addresses: readonly { readonly line1: string; readonly city: string; readonly zipCode: string; readonly updatedAt: string }[];
  readonly externalIdentifiers: readonly { readonly source: string; readonly id: string }[];
  readonly changedAt: string;
  readonly updatedAt: string | null;
  readonly createdAt: string | null;
}

interface Page {
  readonly data: readonly Customer[];
  readonly nextCursor: string | null;
  readonly count?: { readonly value: number; readonly isExact: boolean };
}

type Query = Readonly<Record<string, string | number>>;

const SORTS = ['-changedAt', 'changedAt', '-updatedAt', 'updatedAt', '-createdAt', 'createdAt', '-birthDate', 'birthDate'];

/** The order that `sort` promises: nulls last in either direction, then by id in the same direction. */
function ordered(customers: readonly Customer[], sort: string): Customer[] {
  const by = sort.replace('-', '') as 'changedAt' | 'updatedAt' | 'createdAt' | 'birthDate';
  const sign = sort.startsWith('-') ? -1 : 1;
  const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -sign : sign);
  return customers.toSorted((a, b) => {
    const [left, right] = [a[by], b[by]];
    if (left !== right && (left === null || right === null)) return left === null ? 1 : -1;
    return compare(left ?? '', right ?? '') || compare(a.id, b.id);
  });
}

function latestAddress({ addresses }: Customer): Customer['addresses'][number] | undefined {
  return addresses.toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1)).at(-1);
}

forEachStore('finding customers', (store) => {
  const otherKey = operatorKey();
  let registry: TestRegistry;
  let api: Api;
  let all: Customer[];

  const page = async (query: Query, of = api): Promise<Page> => {
    const { status, body, text } = await of.post<Page>('/v1/customers/search', query);
    expect(status, text).toBe(200);
    return body;
  };
  const every = async (query: Query, limit = 200): Promise<Customer[]> => {
    const found: Customer[] = [];
    let cursor: string | null = null;
    do {
      const next: Page = await page({ ...query, limit, ...(cursor !== null && { cursor }) });
      found.push(...next.data);
      cursor = next.nextCursor;
    } while (cursor !== null);
    return found;
  };
  const ids = (customers: readonly Customer[]): string[] => customers.map(({ id }) => id);

  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
    api = registry.api;
    const lines = { 'content-type': 'application/x-ndjson' };
    await api.post('/wasabi/events', manyTexts(WASABI, 160).join('\n'), lines);
    await api.post('/cobi/v1/data/customers', `{"records":[${manyTexts(COBI, 200).join(',')}]}`);
    await api.post('/wasabi/events?source=shop-2', manyTexts(WASABI, 30, 9).join('\n'), lines);
    await api.post('/cobi/v1/data/customers', { records: [cobi(1, { created: null }), cobi(2, { birthdate: null, updated: null })] });
    all = await every({});
  });
  afterAll(() => registry.stop());

  it('gives everybody in each order, in pages of any size, none missed and none twice', async () => {
    expect(new Set(ids(all)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(300);
    for (const sort of SORTS) {
      const expected = ids(ordered(all, sort));
      expect(ids(await every({ sort })), sort).toEqual(expected);
      expect(ids(await every({ sort }, 37)), sort).toEqual(expected);
    }
  });

  const withInstitute = (): Customer =>
    all.find(({ education }) => education.instituteId !== null && education.courseId !== null) as Customer;
  const filters: [string, () => Query, (customer: Customer) => boolean][] = [
    ['status', () => ({ status: 'deleted' }), ({ status }) => status === 'deleted'],
    ['country', () => ({ country: 'GB' }), ({ country }) => country === 'GB'],
    ['gender', () => ({ gender: 'FEMALE' }), ({ gender }) => gender === 'FEMALE'],
    ['a default source', () => ({ source: 'cobi' }), (one) => one.externalIdentifiers.some(({ source }) => source === 'cobi')],
    ['another source', () => ({ source: 'shop-2' }), (one) => one.externalIdentifiers.some(({ source }) => source === 'shop-2')],
    ['birthDateFrom', () => ({ birthDateFrom: '1990-01-01' }), ({ birthDate }) => birthDate !== null && birthDate >= '1990-01-01'],
    ['birthDateTo', () => ({ birthDateTo: '1980-12-31' }), ({ birthDate }) => birthDate !== null && birthDate <= '1980-12-31'],
    [
      'instituteId',
      () => ({ instituteId: withInstitute().education.instituteId as string }),
      ({ education }) => education.instituteId === withInstitute().education.instituteId,
    ],
    [
      'courseId',
      () => ({ courseId: withInstitute().education.courseId as string }),
      ({ education }) => education.courseId === withInstitute().education.courseId,
    ],
    ['a course without institute', () => ({ courseId: courseAlone() }), ({ education }) => education.courseId === courseAlone()],
    ['consent', () => ({ consent: 'marketing:granted' }), ({ consents }) => consents.marketing.state === 'granted'],
    ['no consent', () => ({ consent: 'sms:not_stated' }), ({ consents }) => consents.sms.state === 'not_stated'],
    [
      'updatedSince',
      () => ({ updatedSince: middle('updatedAt') }),
      ({ updatedAt }) => updatedAt !== null && updatedAt >= middle('updatedAt'),
    ],
    ['changedSince', () => ({ changedSince: middle('changedAt') }), ({ changedAt }) => changedAt >= middle('changedAt')],
    [
      'several at once',
      () => ({ country: 'GB', consent: 'sms:granted', birthDateFrom: '1970-01-01', source: 'wasabi', status: 'active' }),
      (one) =>
        one.country === 'GB' &&
        one.consents.sms.state === 'granted' &&
        (one.birthDate ?? '') >= '1970-01-01' &&
        one.status === 'active' &&
        one.externalIdentifiers.some(({ source }) => source === 'wasabi'),
    ],
    ['the start of a city', () => ({ q: 'LON' }), (one) => latestAddress(one)?.city.toLowerCase().startsWith('lon') === true],
    ['the start of an address line', () => ({ q: lineStart() }), (one) => latestAddress(one)?.line1.startsWith(lineStart()) === true],
    ['a birth date', () => ({ q: '31/12/1899' }), ({ birthDate }) => birthDate === '1899-12-31'],
  ];
  const courseAlone = (): string =>
    all.find(({ education }) => education.instituteId === null && education.courseId !== null)?.education.courseId as string;
  const middle = (name: 'updatedAt' | 'changedAt'): string => all.map((one) => one[name] ?? '').toSorted()[all.length >> 1] as string;
  const lineStart = (): string =>
    all
      .map(latestAddress)
      .find((address) => address !== undefined)
      ?.line1.slice(0, 6) as string;

  it.each(filters)('finds by %s, in each order and counted', async (_name, query, holds) => {
    const expected = all.filter(holds);
    for (const sort of SORTS) expect(ids(await every({ ...query(), sort }, 60)), sort).toEqual(ids(ordered(expected, sort)));
    for (const count of ['exact', 'estimated']) {
      expect((await page({ ...query(), count, limit: 1 })).count).toEqual({ value: expected.length, isExact: true });
    }
  });

  it('finds by the start of a postal code, an external id and a second one, and by birth dates as people write them', async () => {
    const someone = all.find((one) => latestAddress(one) !== undefined && one.birthDate !== null) as Customer;
    const zip = latestAddress(someone)?.zipCode as string;
    expect(ids(await every({ q: ` ${zip.toUpperCase()} ` }))).toContain(someone.id);
    expect(ids(await every({ q: zip.slice(0, 3) }))).toContain(someone.id);
    const [year, month, day] = (someone.birthDate as string).split('-');
    for (const q of [
      `${year}-${month}-${day}`,
      `${day}.${month}.${year}`,
      `${Number(month)}/${Number(day)}/${year}`,
      `${year}${month}${day}`,
    ]) {
      expect(ids(await every({ q })), 'a spelling').toContain(someone.id);
    }
    const one = all.find((each) => each.externalIdentifiers.some(({ id }) => id === uuid(1))) as Customer;
    expect(ids(await every({ q: uuid(1).toUpperCase() }))).toEqual([one.id]);
    expect(ids(await every({ q: uuid(900_001).slice(0, 34) }))).toContain(one.id);
    expect(ids(await every({ externalId: `cobi:${uuid(1).toUpperCase()}` }))).toEqual([one.id]);
    expect(ids(await every({ externalId: `cobi:${uuid(900_001)}` }))).toEqual([one.id]);
    expect(await every({ externalId: `wasabi:${uuid(1)}` })).toEqual([]);
    expect((await api.get<Customer>(`/v1/customers/by/cobi/${uuid(900_001)}`)).body.id).toBe(one.id);
  });

  it('says that a second id is of several customers, and lists them', async () => {
    await api.post('/cobi/v1/data/customers', { records: [cobi(31, { user_id: uuid(39) }), cobi(32, { user_id: uuid(39) })] });
    expect(await api.get(`/v1/customers/by/cobi/${uuid(39)}`)).toMatchObject({ status: 409, body: { code: 'identifier_ambiguous' } });
    expect(await every({ externalId: `cobi:${uuid(39)}` })).toHaveLength(2);
    await api.post('/cobi/v1/data/customers', { records: [cobi(32, { user_id: uuid(40), updated: '2024-03-01T00:00:00Z' })] });
    expect(await every({ externalId: `cobi:${uuid(39)}` })).toHaveLength(1);
    await api.post('/cobi/v1/data/customers', { records: [cobi(32, { user_id: uuid(39), updated: '2024-02-01T00:00:00Z' })] });
    expect(await every({ externalId: `cobi:${uuid(40)}` }), 'after a late version').toHaveLength(1);
  });

  it('takes the same in an address, and gives the fields asked for', async () => {
    const inAddress = await api.get<Page>('/v1/customers?country=GB&sort=birthDate&limit=3&fields=id,birthDate');
    expect(inAddress.text).toBe(
      (await api.post('/v1/customers/search', { country: 'GB', sort: 'birthDate', limit: 3, fields: 'id,birthDate' })).text,
    );
    expect(Object.keys(inAddress.body.data[0] ?? {})).toEqual(['id', 'birthDate']);
  });

  it('finds what was just written', async () => {
    const customerId = 'just-written';
    for (const city of ['Firstly', 'Secondly']) {
      const address = { addressId: 'a', line1: '1 Test Street', city, zipCode: 'TE5 7', countryCode: 'GB' };
      const updatedAt = city === 'Firstly' ? '2024-01-01T00:00:00Z' : '2024-01-02T00:00:00Z';
      await api.post('/wasabi/events', wasabi(customerId, { addresses: [address], updatedAt }));
      expect(await every({ q: city.toLowerCase() })).toMatchObject([{ externalIdentifiers: [{ id: customerId }] }]);
    }
    expect(await every({ q: 'firstly' })).toEqual([]);
    expect(await page({ q: 'secondly' }, api.withKey(otherKey))).toEqual({ data: [], nextCursor: null });
  });

  it('keeps a cursor to its account and query (400)', async () => {
    const { nextCursor } = await page({ country: 'GB', sort: 'birthDate', limit: 1 });
    const cursor = nextCursor as string;
    const refused = async (query: Query, of = api): Promise<void> =>
      expect(await of.post('/v1/customers/search', { sort: 'birthDate', ...query }), JSON.stringify(query)).toMatchObject({
        status: 400,
        body: { code: 'cursor_invalid' },
      });
    await refused({ country: 'GB', cursor }, api.withKey(otherKey));
    for (const other of [{ country: 'US' }, {}, { country: 'GB', sort: '-birthDate' }]) await refused({ ...other, cursor });
    const forged = [cursor.slice(0, -2), `${cursor}AAAA`, `B${cursor.slice(1)}`, 'x', '', `${cursor.slice(0, 30)}A${cursor.slice(31)}`];
    for (const each of forged.filter((one) => one !== cursor)) await refused({ country: 'GB', cursor: each });
    expect((await page({ country: 'GB', sort: 'birthDate', limit: 5, fields: 'id', cursor })).data).toHaveLength(5);
    const born = ordered(
      all.filter(({ country }) => country === 'GB'),
      'birthDate',
    )[0]?.birthDate as string;
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain(born);
  });

  it.each([
    'limit=-1',
    'limit=0',
    'limit=1e9',
    'limit=abc',
    'limit=201',
    'limit=1&limit=2',
    'status=gone',
    'country=ca',
    'country=CAN',
    'source=No',
    'externalId=cobi',
    'externalId=cobi:',
    'birthDateFrom=2023-02-30',
    'birthDateFrom=01.01.1990',
    'birthDateTo=1799-12-31',
    'changedSince=yesterday',
    'updatedSince=2024-01-01',
    'consent=marketing',
    'sort=name',
    'q=',
    'q=%20',
    'q=%00',
    'gender=%00',
    'fields=name',
    'count=all',
    'birthdate=1990-01-01',
  ])('refuses %s with a message that says what is right (400)', async (query) => {
    const { status, body } = await api.get<{ code: string; detail: string }>(`/v1/customers?${query}`);
    expect(status, body.detail).toBe(400);
    expect(body.code).toBe('request_invalid');
  });
});
