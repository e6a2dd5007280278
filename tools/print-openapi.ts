// Prints the API's description: a registry is started on an empty store and asked for it, so that it is what a server serves.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readConfig } from '../src/config.ts';
import { startServing } from '../src/cli/serve.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'clientele-openapi-'));
try {
  const config = readConfig({ PORT: '0', CLIENTELE_DATA_DIR: dataDir }, { sync: false });
  const serving = await startServing(config, pino({ level: 'silent' }), () => undefined);
  process.stdout.write(await (await fetch(`${serving.url}/openapi.json`)).text());
  await serving.stop();
} finally {
  rmSync(dataDir, { recursive: true });
}
