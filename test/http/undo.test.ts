// Imports undone and restored: what they brought stops to count, what others said stays, and the store is sound after each step.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { ended, importFile } from '../helpers/imports.ts';
import { expectSound } from '../faults/sound-store.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { ImportAnswer } from '../helpers/imports.ts';
import type { RegistryHere } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

type Undone = ImportAnswer & { readonly undo: object };
interface Customer {
  readonly id: string;
  readonly status: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
}

const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

forEachStore('an import that is undone', (store) => {
  let settings: StoreSettings;
  let registry: RegistryHere;
  beforeAll(async () => {
    settings = await store.fresh();
    registry = await startRegistryHere(settings);
  });
  afterAll(async () => {
    await registry.stop();
    await expectSound(settings);
  });

  const undo = async ({ id }: ImportAnswer): Promise<Undone> => {
    const answer = await registry.api.post(`/v1/imports/${id}/undo`, '');
    expect(answer.status, answer.text).toBe(202);
    return (await ended(registry.api, id)) as Undone;
  };
  const customer = async (id: number): Promise<Customer | null> =>
    (await registry.api.get<Customer>(`/v1/customers/by/cobi/${uuid(id)}`)).body;
  const lastChange = async (): Promise<object | undefined> => {
    const { last } = (await registry.api.get<{ last: number }>('/v1/changes?after=latest')).body;
    return (await registry.api.get<{ data: object[] }>(`/v1/changes?after=${last - 1}`)).body.data[0];
  };
  const send = (...records: object[]): Promise<unknown> => registry.api.post('/cobi/v1/data/customers', { records });
  const dated = (id: number, day: string, given: object = {}): object => cobi(id, { updated: `2024-01-${day}T00:00:00Z`, ...given });

  it('leaves its customers removed, says why, and comes back when asked again', async () => {
    const job = await importFile(registry.api, lines(cobi(1, { birthdate: '1990-01-01' }), cobi(2)));
    const plan = await registry.api.post<object>(`/v1/imports/${job.id}/undo?dryRun=true`, '');
    expect(plan.body).toMatchObject({ mode: 'undo', versions: 2, confirmed: 0, customers: 2, removed: 2 });
    expect(await customer(1)).toMatchObject({ status: 'active' });
    expect(await undo(job)).toMatchObject({ state: 'undone', undo: { versions: 2, customers: 2, removed: 2 } });
    expect(await customer(1)).toMatchObject({ status: 'removed', birthDate: null });
    expect((await registry.api.get(`/cobi/v1/data/customers/${uuid(1)}`)).status).toBe(404);
    expect(await lastChange()).toMatchObject({ type: 'customer.deleted', reason: 'undone' });
    const back = await undo(job);
    expect(back).toMatchObject({ state: 'finished', undo: { versions: 2, customers: 2, removed: 0 } });
    expect(await customer(1)).toMatchObject({ status: 'active', birthDate: '1990-01-01' });
    expect(await lastChange()).toEqual(expect.not.objectContaining({ reason: 'undone' }));
    expect(await lastChange()).toMatchObject({ type: 'customer.restored' });
  });

  it('tells of nobody twice as deleted', async () => {
    const job = await importFile(registry.api, lines(cobi(5, { is_deleted: true })));
    await undo(job);
    expect(await customer(5)).toMatchObject({ status: 'removed' });
    expect(await lastChange()).toMatchObject({ type: 'customer.updated', reason: 'undone' });
  });

  it('is taken in anew when its file comes again', async () => {
    const file = lines(cobi(11), cobi(12));
    await undo(await importFile(registry.api, file));
    const again = await importFile(registry.api, file);
    expect(again.outcomes).toMatchObject({ created: 2, unchanged: 0 });
    expect(await customer(11)).toMatchObject({ status: 'active' });
    expect(await undo(again)).toMatchObject({ undo: { versions: 2, removed: 2 } });
  });

  it('gives back what was there before, and keeps what others said since', async () => {
    await send(dated(21, '01', { gender: 'before' }), dated(22, '01', { gender: 'before' }), dated(23, '01', { gender: 'before' }));
    const job = await importFile(
      registry.api,
      lines(dated(21, '02', { gender: 'import' }), dated(22, '02', { gender: 'import' }), dated(23, '02', { gender: 'import' }), cobi(24)),
    );
    await send(dated(22, '03', { gender: 'after' }), dated(23, '02', { gender: 'import' }));
    await registry.api.post('/wasabi/events', wasabi(uuid(24)));
    expect(await undo(job)).toMatchObject({ undo: { versions: 3, confirmed: 1, removed: 0 } });
    expect(await customer(21)).toMatchObject({ gender: 'before' });
    expect(await customer(22)).toMatchObject({ gender: 'after' });
    expect(await customer(23)).toMatchObject({ gender: 'import' });
    expect(await customer(24)).toMatchObject({ status: 'active' });
  });

  it('does not hold on to what only an undone import confirmed', async () => {
    const file = lines(cobi(31));
    const first = await importFile(registry.api, file);
    const second = await importFile(registry.api, file);
    expect(second.outcomes).toMatchObject({ unchanged: 1 });
    expect(await undo(second)).toMatchObject({ undo: { versions: 0 } });
    expect(await undo(first)).toMatchObject({ undo: { versions: 1, confirmed: 0, removed: 1 } });
  });

  it('keeps an opt-in that others stated, and forgets its own', async () => {
    await registry.api.post('/wasabi/events', wasabi('opted', { marketingOptIn: false, updatedAt: '2024-01-01T00:00:00Z' }));
    const job = await importFile(
      registry.api,
      lines(wasabi('opted', { smsOptIn: true, marketingOptIn: true, updatedAt: '2024-01-02T00:00:00Z' })),
    );
    await undo(job);
    const { body } = await registry.api.get<{ consents: object }>('/v1/customers/by/wasabi/opted');
    expect(body.consents).toMatchObject({ marketing: { state: 'refused' }, sms: { state: 'not_stated' } });
  });

  it('takes institutes and courses back, too', async () => {
    const job = await importFile(registry.api, lines({ course_id: uuid(700), name: 'Testing' }));
    expect(await undo(job)).toMatchObject({ state: 'undone', undo: { versions: 1, customers: 0 } });
    expect((await registry.api.get(`/cobi/v1/data/courses/${uuid(700)}`)).status).toBe(404);
  });

  it('may be large', async () => {
    const records = Array.from({ length: 1_700 }, (_, at) => cobi(10_000 + at));
    const job = await importFile(registry.api, lines(...records));
    expect(await undo(job)).toMatchObject({ undo: { versions: 1_700, removed: 1_700 } });
    expect(await undo(job)).toMatchObject({ undo: { versions: 1_700, removed: 0 } });
  });

  it('must have run', async () => {
    const failed = await importFile(registry.api, '[');
    expect((await registry.api.post(`/v1/imports/${failed.id}/undo`, '')).status).toBe(409);
  });
});
