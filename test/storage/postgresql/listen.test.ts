// Word from other nodes: heard on every channel over one connection, also after it was cut.

import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../webhooks/eventually.ts';
import { onPostgresql } from '../../helpers/stores.ts';
import { onServer } from '../../helpers/databases.ts';
import { openDatabase } from '../../../src/storage/database.ts';

onPostgresql('a node that listens on two channels', (store) => {
  it('has one connection for both, hears each, and makes it again when it is cut', async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('PostgreSQL alone has channels');
    const database = await openDatabase(settings);
    onTestFinished(() => database.close());
    const heard = { one: 0, two: 0 };
    database.listen('one', () => (heard.one += 1));
    database.listen('two', () => (heard.two += 1));
    const isToldOfBoth = (): boolean => heard.one > 0 && heard.two > 0;
    // Who listens is told once when the connection stands.
    await eventually(isToldOfBoth, Boolean);

    const say = (channel: string): Promise<unknown> =>
      database.onPlatform((tx) => tx.query({ sql: `select pg_notify($1, '')`, params: [channel] }));
    Object.assign(heard, { one: 0, two: 0 });
    await say('two');
    await eventually(() => heard.two, Boolean);
    expect(heard).toEqual({ one: 0, two: 1 });

    const mine = `from pg_stat_activity where application_name = 'clientele listener' and datname = '${new URL(settings.databaseUrl).pathname.slice(1)}'`;
    expect(await onServer(`select ${mine}`)).toBe(1);
    Object.assign(heard, { one: 0, two: 0 });
    await onServer(`select pg_terminate_backend(pid) ${mine}`);
    await eventually(isToldOfBoth, Boolean);
    expect(await onServer(`select ${mine}`)).toBe(1);
  });
});
