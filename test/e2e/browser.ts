// The console in a real browser, before a real registry on the embedded store. Every visit watches what no page may do: report an
// error, or ask another host for anything.

import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pino from 'pino';
import { apiOf } from '../helpers/api.ts';
import { readConfig } from '../../src/config.ts';
import { startServing } from '../../src/cli/serve.ts';
import { emptyStore } from '../helpers/stores.ts';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Api } from '../helpers/api.ts';

export type { Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..', '..');
const CHROMIUMS = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const MISSING = 'tests of the console in a browser – install chromium or set CHROMIUM_PATH';
/** A container has no user namespaces for the sandbox, and little shared memory. */
const CONTAINER_FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
const KEY = randomBytes(24).toString('hex');
const STEP_MS_MAX = 30_000;
const START_MS_MAX = 180_000;
/** Judging a page twice by every rule takes its time on a busy machine. */
const TEST_MS_MAX = 180_000;

export const OPERATOR = { username: 'operator', password: 'a password for tests' } as const;

/** One registry and one browser for a file's tests. */
export interface Desk {
  /** Asks as the operator, past the console. */
  readonly api: Api;
  /** A new page on `path`, logged in as the operator; closed with the desk. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same with nobody logged in. */
  visitLoggedOut(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A suite before the console; where there is no Chromium, it is one skipped test that says what to install. */
export function describeConsole(name: string, body: (desk: () => Desk) => void): void {
  const executablePath = CHROMIUMS.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) {
    describe(name, () => it('runs in a browser', (context) => context.skip(MISSING)));
    return;
  }
  describe(name, { timeout: TEST_MS_MAX }, () => {
    let desk: OpenDesk | undefined;
    beforeAll(async () => {
      desk = await openDesk(executablePath);
    }, START_MS_MAX);
    afterAll(() => desk?.close());
    body(() => desk ?? expect.fail('there is no console'));
  });
}

interface OpenDesk extends Desk {
  close(): Promise<void>;
}

async function openDesk(executablePath: string): Promise<OpenDesk> {
  const built = spawnSync(process.execPath, ['tools/console.mjs'], { cwd: ROOT, encoding: 'utf8' });
  expect(built.status, built.stderr).toBe(0);
  const serving = await startServing(settings(), pino({ level: 'silent' }), () => undefined);
  const browser = await chromium.launch({ executablePath, args: CONTAINER_FLAGS });
  const { url } = serving;
  const faults: string[] = [];
  const open = async (path: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await watchedPage(browser, { baseURL: url, timezoneId: 'Europe/Berlin', locale: 'en-GB', ...options }, faults);
    await page.goto(path);
    return page;
  };
  const storageState = await logIn(await open('/', {}));
  return {
    api: apiOf(url, KEY),
    visit: (path, options = {}) => open(path, { storageState, ...options }),
    visitLoggedOut: (path, options = {}) => open(path, options),
    async close() {
      await browser.close();
      await serving.stop();
      expect(faults).toEqual([]);
    },
  };
}

function settings(): ReturnType<typeof readConfig> {
  const { dataDir } = emptyStore();
  const operator = { CLIENTELE_OPERATOR_KEY: KEY, CLIENTELE_OPERATOR_PASSWORD: OPERATOR.password };
  // Receivers of the tests are on this machine.
  const places = { PORT: '0', CLIENTELE_DATA_DIR: dataDir, CLIENTELE_WEBHOOK_ALLOW: '127.0.0.0/8' };
  return readConfig({ ...places, ...operator }, { sync: false });
}

async function logIn(page: Page): Promise<NonNullable<BrowserContextOptions['storageState']>> {
  await fillLogin(page, OPERATOR.password);
  await page.getByRole('navigation').waitFor();
  return page.context().storageState();
}

/** Fills in the login's form and sends it. */
export async function fillLogin(page: Page, password: string, username: string = OPERATOR.username): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function watchedPage(browser: Browser, options: BrowserContextOptions, faults: string[]): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_MS_MAX);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser reports each refusal of the API by itself; that the page says so too is a test's matter.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== options.baseURL) faults.push(`request: ${request.url()}`);
  });
  return page;
}

/** What axe finds on the page as it is now that keeps somebody from using it, with the elements. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** Colours fade from one scheme to the other: half-way, no contrast is what anybody reads. */
const TRANSITIONS_ENDED = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)))
  .then(() => undefined)`;

/** The page's faults in light, then in dark. */
export async function axeFaultsInBoth(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(TRANSITIONS_ENDED);
    found.push(...(await axeFaults(page)).map((fault) => `${colorScheme} ${fault}`));
  }
  return found;
}
