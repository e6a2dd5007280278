// The machine's own Chromium and how it is started, and the console built for it.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const CHROMIUMS = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** What Playwright turns off, because this flag takes the place of its own, and the address bar's lists, which a page of their own draws. */
const FEATURES_OFF = [
  'AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter',
  'NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup,WebUIOmniboxPopup',
];
/** A container has no user namespaces for the sandbox, and little shared memory. */
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', `--disable-features=${FEATURES_OFF.join(',')}`];

/** Null where there is none. */
export function findChromium(): string | null {
  return CHROMIUMS.find((path) => path !== '' && existsSync(path)) ?? null;
}

/** Builds the console where its sources changed. */
export function buildConsole(): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/console.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The console could not be built:\n${stderr}`);
}
