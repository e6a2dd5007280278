// The oracle of the fault tests: a client's own notes, written before each send and after each acknowledgement. What it holds
// against the store: every acknowledged record exactly once in history, every other one at most once, none that was never sent.

import { expect } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';
import type { Feed } from '../../src/registry/save/batch.ts';

/** One version of one record, sent by one client once. */
export interface Entry {
  readonly feed: Feed;
  readonly sourceId: string;
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
  readonly time: string;
}

export class Journal {
  readonly #sent = new Set<string>();
  readonly #acknowledged = new Set<string>();

  send(entries: readonly Entry[]): void {
    for (const entry of entries) this.#sent.add(nameOf(entry));
  }

  acknowledge(entries: readonly Entry[]): void {
    for (const entry of entries) this.#acknowledged.add(nameOf(entry));
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size;
  }

  /** Holds the store's history of every account against these notes. */
  async check(settings: StoreSettings): Promise<void> {
    const database = await openDatabase(settings);
    try {
      this.#compare(await historyOf(database));
    } finally {
      await database.close();
    }
  }

  #compare(history: readonly string[]): void {
    const held = new Set(history);
    expect(history.length, 'a version is held twice').toBe(held.size);
    expect(
      [...this.#acknowledged].filter((name) => !held.has(name)),
      'acknowledged and lost',
    ).toEqual([]);
    expect(
      [...held].filter((name) => !this.#sent.has(name)),
      'held and never sent',
    ).toEqual([]);
  }
}

function nameOf({ feed, sourceId, time }: Entry): string {
  return `${feed.source}/${sourceId} ${time}`;
}

async function historyOf(database: Database): Promise<string[]> {
  const { rows: accounts } = await database.onPlatform((tx) => tx.query<{ account_id: string }>({ sql: 'select account_id from account' }));
  const names: string[] = [];
  for (const { account_id: accountId } of accounts) {
    const { rows } = await database.forAccount({ accountId, idKey: new Uint8Array() }, (tx) =>
      tx.query<{ name: string }>({
        sql: `select source || '/' || source_id || ' ' || to_char(version_time, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as name
from version where account_id = $1`,
        params: [accountId],
      }),
    );
    for (const { name } of rows) names.push(name);
  }
  return names;
}
