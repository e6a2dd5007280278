// Law 7 under load: twenty accounts share four connections to PostgreSQL, and each request finds its own account's rows alone.

import { expect, it } from 'vitest';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere, stopAfterTest } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';
import type { Api } from '../helpers/api.ts';

const ACCOUNTS = 20;
const REQUESTS = 10_000;
const IN_FLIGHT = 64;
const CONNECTIONS = 4;
/** Few enough that every account has every person soon. */
const PEOPLE = 7;

onPostgresql('twenty accounts over four connections', (store) => {
  it('each find their own rows alone, in ten thousand requests', async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('this is about connections to PostgreSQL');
    const keys = Array.from({ length: ACCOUNTS }, operatorKey);
    const registry = stopAfterTest(await startRegistryHere({ ...settings, connectionsMax: CONNECTIONS }, { keys }));
    const accounts = keys.map((key, number) => accountOf(registry.api.withKey(key), number));
    for (const { send } of accounts) for (let person = 0; person < PEOPLE; person += 1) await send(person);
    let next = 0;
    const work = async (): Promise<void> => {
      for (let turn = next++; turn < REQUESTS; turn = next++) {
        // Steps that share no factor with the number of accounts, so that neighbours in time are never of one account.
        const { send, read, list } = accounts[(turn * 7) % ACCOUNTS] as ReturnType<typeof accountOf>;
        await [send, read, list, read][turn % 4]?.(turn % PEOPLE);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  });
});

/** What one account does; everything it sees must name its own city. */
function accountOf(api: Api, number: number): Record<'send' | 'read' | 'list', (person: number) => Promise<void>> {
  const city = `City ${number}`;
  const address = { addressId: '1', line1: '1 Road', city, zipCode: '1', countryCode: 'GB' };
  let sent = 0;
  return {
    async send(person) {
      sent += 1;
      const updatedAt = new Date(Date.UTC(2024, 0, 1) + sent * 1000).toISOString();
      const { status } = await api.post('/wasabi/events', wasabi(`person-${person}`, { addresses: [address], updatedAt }));
      expect(status).toBe(200);
    },
    async read(person) {
      const { body } = await api.get<{ body: { addresses: { city: string }[] } }>(`/wasabi/customers/person-${person}`);
      expect(body.body.addresses.map((each) => each.city)).toEqual([city]);
    },
    async list() {
      const { body } = await api.get<{ data: { addresses: { city: string }[] }[] }>('/v1/customers');
      expect(body.data.map(({ addresses }) => addresses[0]?.city)).toEqual(Array.from({ length: PEOPLE }, () => city));
    },
  };
}
