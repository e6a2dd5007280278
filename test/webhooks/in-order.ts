// What a receiver may count on, whatever was killed meanwhile.

import { expect } from 'vitest';
import type { Received } from './receiver.ts';

/** Each version of each person, none before an earlier one, and each under one id however often it came. */
export function expectInOrder(received: readonly Received[], { people, versions }: { people: number; versions: number }): void {
  const byPerson = new Map<string, Received[]>();
  for (const one of received) {
    const person = String(one.body?.data['id']);
    const told = byPerson.get(person);
    if (told) told.push(one);
    else byPerson.set(person, [one]);
  }
  expect(byPerson.size).toBe(people);
  for (const told of byPerson.values()) {
    const seen = told.map(({ body }) => body?.version ?? 0);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBe(versions);
    expect(new Set(told.map(({ id }) => id)).size).toBe(versions);
  }
}
