// The port that a server listens on, tried before anything else is done: whoever cannot have it makes no store and prints no credentials.

import { createServer } from 'node:net';
import { once } from 'node:events';
import { RegistryError } from '../error.ts';
import type { Config } from '../config.ts';

type Place = Pick<Config, 'host' | 'port'>;

/** The system's code for why a place cannot be listened on; null where it can. */
export async function faultOfListening({ host, port }: Place): Promise<string | null> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown fault';
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Throws `setting_invalid` where the place cannot be listened on: a setting to change, not a bug. */
export async function expectPort(place: Place): Promise<void> {
  const fault = await faultOfListening(place);
  if (fault === null) return;
  const { host, port } = place;
  throw new RegistryError(
    'setting_invalid',
    fault === 'EADDRINUSE'
      ? `Port ${port} of ${host} is in use: stop what listens there, or set PORT to another (0: any free one).`
      : `Port ${port} of ${host} cannot be listened on (${fault}): set PORT or HOST to another.`,
  );
}
