// Bad input, as a table: each case gets its exact answer, is no fault of the registry, disturbs nobody and is not quoted back.

import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { hostileGroups } from '../helpers/hostile.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';
import type { HostileCase } from '../helpers/hostile.ts';
import type { TestRegistry } from '../helpers/registry.ts';

/** Stands in values of the table that must never be seen again. */
const CANARY = 'Qzvalue';

forEachStore('bad input', (store) => {
  const otherKey = operatorKey();
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
  });
  afterAll(() => registry.stop());

  const send = async ({ method, path, headers, body }: HostileCase): Promise<{ status: number; text: string }> => {
    const credentials = { authorization: `Bearer ${registry.key}`, ...headers };
    const answer = await request(registry.api.url + path, { method: method as 'GET', headers: credentials, body });
    return { status: answer.statusCode, text: await answer.body.text() };
  };

  describe.each(hostileGroups())('%s', (_group, cases) => {
    it.each(cases)('$name', async (given) => {
      const { status, text } = await send(given);
      expect({ status, codes: codesIn(text) }).toEqual(given.answer);
      expect(text).not.toContain(CANARY);
    });

    it('leaves other accounts as they were', async () => {
      const other = registry.api.withKey(otherKey);
      const { status } = await other.post('/wasabi/events', wasabi('a-person-of-another-account'));
      const { body } = await other.get<{ data: unknown[] }>('/v1/customers');
      expect({ status, customers: body.data.length }).toEqual({ status: 200, customers: 1 });
    });
  });

  it('is never in the log', () => expect(registry.log()).not.toContain(CANARY));
});

interface Answered {
  readonly code?: string;
  readonly issues?: readonly { readonly code: string }[];
  readonly batches?: readonly { readonly data: Answered }[];
}

/** The codes of the issues, else that of the refusal. */
function codesIn(text: string): string[] {
  const answered = JSON.parse(text) as Answered;
  const issues = [...(answered.issues ?? []), ...(answered.batches ?? []).flatMap(({ data }) => data.issues ?? [])];
  const codes = issues.length > 0 ? issues.map(({ code }) => code) : answered.code === undefined ? [] : [answered.code];
  return [...new Set(codes)].sort();
}
