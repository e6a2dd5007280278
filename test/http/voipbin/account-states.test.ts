// An account that is frozen, deleted or recovered: what stops with the answer, what comes back, and what never can.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMERS, NOT_YET, startVoipbin } from '../../helpers/voipbin.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { wasabi } from '../../helpers/people.ts';
import type { Answer } from '../../helpers/api.ts';
import type { Customer, VoipbinError, VoipbinRegistry } from '../../helpers/voipbin.ts';

const DAY_MS = 86_400_000;
const msOf = (time: string): number => Date.parse(`${time.slice(0, 23).replace(' ', 'T')}Z`);

forEachStore('an account', (store) => {
  let registry: VoipbinRegistry;
  let own: string;
  beforeAll(async () => {
    registry = await startVoipbin(await store.fresh());
    own = `${CUSTOMERS}/${registry.tenantScope.accountId}`;
  });
  afterAll(() => registry.stop());

  const settle = async (what: 'freeze' | 'recover' | 'delete', path = own): Promise<Answer<Customer>> =>
    what === 'delete' ? registry.operator.send('DELETE', path) : registry.operator.send('POST', `${path}/${what}`);
  const enters = async (): Promise<boolean> => {
    const statuses = [
      (await registry.tenant.get('/v1/customers')).status,
      (await registry.tenant.post('/wasabi/events', wasabi('somebody'))).status,
      (await registry.tenant.get('/voipbin/v1.0/customer')).status,
    ];
    expect([JSON.stringify([200, 200, 200]), JSON.stringify([401, 401, 401])]).toContain(JSON.stringify(statuses));
    return statuses[0] === 200;
  };
  const errorOf = ({ status, body }: Answer<unknown>): string => `${status} ${(body as VoipbinError).error.status}`;

  it('lets nobody in from the answer on that it is frozen, until it is recovered', async () => {
    expect(await enters()).toBe(true);
    const frozen = await settle('freeze');
    expect(frozen.body).toMatchObject({ status: 'frozen', tm_delete: NOT_YET });
    expect(await enters()).toBe(false);
    expect((await settle('freeze')).body).toEqual(frozen.body);
    expect((await settle('recover')).body).toMatchObject({ status: 'active' });
    expect(await enters()).toBe(true);
  });

  it('is frozen and unfrozen by its status, too, by the operator alone', async () => {
    const put = (status: string): Promise<Answer<Customer>> => registry.operator.send('PUT', own, { status });
    expect(errorOf(await registry.tenant.send('PUT', own, { status: 'frozen' }))).toBe('400 INVALID_ARGUMENT');
    expect((await put('frozen')).body.status).toBe('frozen');
    expect(await enters()).toBe(false);
    expect((await put('active')).body.status).toBe('active');
    expect(await enters()).toBe(true);
  });

  it('lets nobody in from the answer on that it is deleted, is listed no more, and says when it is purged', async () => {
    const { body: deleted } = await settle('delete');
    expect(deleted.status).toBe('deleted');
    expect(msOf(deleted.tm_deletion_scheduled) - msOf(deleted.tm_delete)).toBe(30 * DAY_MS);
    expect(await enters()).toBe(false);
    expect((await settle('delete')).body).toEqual(deleted);
    expect((await registry.operator.get(own)).body).toEqual(deleted);
    const { body } = await registry.operator.get<{ result: Customer[] }>(`${CUSTOMERS}?page_size=100`);
    expect(body.result.map(({ id }) => id)).not.toContain(deleted.id);
    const found = await registry.operator.get<{ result: Customer[] }>(`${CUSTOMERS}?deleted=true`);
    expect(found.body.result).toEqual([deleted]);
    expect((await registry.tenant.get(`${CUSTOMERS}?deleted=true`)).status).toBeGreaterThanOrEqual(400);
    expect((await registry.operator.get<VoipbinError>(`${CUSTOMERS}?deleted=perhaps`)).body.error.status).toBe('INVALID_ARGUMENT');
  });

  it('cannot be changed or frozen while it is deleted, and its username is not free', async () => {
    const { body: deleted } = await registry.operator.get<Customer>(own);
    expect(errorOf(await registry.operator.send('PUT', own, { name: 'Other' }))).toBe('400 FAILED_PRECONDITION');
    expect(errorOf(await registry.operator.send('PUT', `${own}/permission_ids`, { permission_ids: [] }))).toBe('400 FAILED_PRECONDITION');
    expect(errorOf(await settle('freeze'))).toBe('400 FAILED_PRECONDITION');
    expect(errorOf(await registry.operator.post(CUSTOMERS, { username: deleted.username.toUpperCase() }))).toBe('409 ALREADY_EXISTS');
  });

  it('is as it was once it is recovered', async () => {
    const recovered = await settle('recover');
    expect(recovered.body).toMatchObject({ status: 'active', tm_delete: NOT_YET, tm_deletion_scheduled: NOT_YET });
    expect(await enters()).toBe(true);
    expect((await settle('recover')).body).toEqual(recovered.body);
  });

  it('of the operator can be neither deleted nor frozen', async () => {
    const path = `${CUSTOMERS}/${registry.operatorScope.accountId}`;
    expect(errorOf(await settle('delete', path))).toBe('400 FAILED_PRECONDITION');
    expect(errorOf(await settle('freeze', path))).toBe('400 FAILED_PRECONDITION');
    expect(errorOf(await registry.operator.send('PUT', path, { status: 'frozen' }))).toBe('400 FAILED_PRECONDITION');
    expect((await registry.operator.get(path)).body).toMatchObject({ status: 'active' });
  });
});
