// Statements with large parameters, which go to the socket in parts: they say what they would in one piece, also between others.

import { expect, it, onTestFinished } from 'vitest';
import { onPostgresql } from '../../helpers/stores.ts';
import { openPostgresql } from '../../../src/storage/postgresql/open.ts';
import { textArray } from '../../../src/storage/binary-array.ts';
import type { Session } from '../../../src/storage/engine.ts';
import type { TestStore } from '../../helpers/stores.ts';

const LARGE = Array.from({ length: 2_000 }, (_, at) => (at % 7 === 0 ? null : `värde ${at}`));

onPostgresql('a large parameter', (store) => {
  it('arrives whole beside text, numbers, null and booleans, in a named statement that is used again', async () => {
    const session = await openSession(store);
    const ask = (name: string) =>
      session.query({
        name,
        sql: `select $1::text as word, $2::text[] as large, $3::integer as number, $4::boolean as truth, $5::text as nothing, $6::text[] as small`,
        params: ['größer', textArray(LARGE), 42, true, null, textArray(['a', null])],
      });
    const answers = await Promise.all([ask('scattered'), ask('scattered')]);
    for (const { rows } of answers) {
      expect(rows).toEqual([{ word: 'größer', large: expect.any(String), number: '42', truth: 't', nothing: null, small: '{a,NULL}' }]);
      const unnested = await session.query({ sql: 'select value from unnest($1::text[]) value', params: [rows[0]?.['large'] ?? null] });
      expect(unnested.rows.map(({ value }) => value)).toEqual(LARGE);
    }
  });

  it('leaves the connection to the next statement where its own fails', async () => {
    const session = await openSession(store);
    const failing = session.query({ sql: 'select 1 / (array_length($1::text[], 1) - 2000)', params: [textArray(LARGE)] });
    const next = session.query({ sql: 'select array_length($1::text[], 1)::text as length', params: [textArray(LARGE)] });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect((await next).rows).toEqual([{ length: '2000' }]);
  });
});

/** A session until the test ends. */
async function openSession(store: TestStore): Promise<Session> {
  const { databaseUrl: url } = (await store.fresh()) as { databaseUrl: string };
  const engine = openPostgresql({ url, role: null, connectionsMax: 1 });
  const [opened, ended] = [Promise.withResolvers<Session>(), Promise.withResolvers<void>()];
  const held = engine.withSession((session) => {
    opened.resolve(session);
    return ended.promise;
  });
  onTestFinished(async () => {
    ended.resolve();
    await held;
    await engine.close();
  });
  return opened.promise;
}
