// Whether the port can be listened on, or who listens on it.

import { fail, ok } from './finding.ts';
import { faultOfListening } from '../port.ts';
import type { Config } from '../../config.ts';
import type { Finding } from './finding.ts';

const ASK_MS_MAX = 1_000;

export async function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const fault = await faultOfListening({ host, port });
  const place = `${host}:${port}`;
  if (fault === null) return ok('port', `${place} is free`);
  if (fault !== 'EADDRINUSE') return fail('port', `${place} cannot be listened on (${fault}): set PORT or HOST to another.`);
  if (await isRegistry(host, port)) return ok('port', `a registry answers at ${place}`);
  return fail('port', `${place} is taken by another program: stop it, or set PORT to another.`);
}

async function isRegistry(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`, {
      signal: AbortSignal.timeout(ASK_MS_MAX),
    });
    return ((await answer.json()) as { status?: unknown }).status === 'alive';
  } catch {
    return false;
  }
}
