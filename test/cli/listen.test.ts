// `clientele listen` beside a real registry: registers itself, verifies, prints, hands on, and refuses what is not signed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../webhooks/eventually.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { startRegistryHere, stopAfterTest } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';

interface Line {
  readonly isGenuine: boolean;
  readonly answered: number;
  readonly event: { readonly type: string };
}

forEachStore('clientele listen', (store) => {
  it('prints a signed delivery, hands it on, and turns away what is not signed', { timeout: 120_000 }, async () => {
    const registry = stopAfterTest(await startRegistryHere(await store.fresh()));
    const receiver = stopAfterTest(await startReceiver());
    const args = ['src/cli/main.ts', 'listen', '--port', '0', '--register', '--json', '--forward', receiver.url];
    const env = { ...process.env, CLIENTELE_URL: registry.api.url, CLIENTELE_KEY: registry.key };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (part: Buffer) => (output[name] += part.toString()));
    await eventually(
      () => output.stderr,
      (text) => text.includes('Listening on'),
    );
    await registry.api.post('/wasabi/events', wasabi('ida'));
    await receiver.until((received) => received.length === 1);
    const url = /http:\S+/.exec(output.stderr)?.[0].replace(/,$/, '') ?? '';
    await request(url, {
      method: 'POST',
      headers: { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
      body: '{}',
    });
    const lines = await eventually(
      () => output.stdout.trim().split('\n'),
      (found) => found.length === 2,
    );
    const told = lines.map((line) => JSON.parse(line) as Line);
    expect(told.map(({ isGenuine, answered, event }) => [isGenuine, answered, event.type])).toEqual([
      [true, 204, 'customer.created'],
      [false, 401, undefined],
    ]);
    expect(receiver.received).toHaveLength(1);
  });
});
