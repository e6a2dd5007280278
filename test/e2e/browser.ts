// The console in a real browser, before a real registry on the embedded store; each file has an account of its own there. Every visit
// watches what no page may do: report an error, or ask another host for anything.

import { randomBytes } from 'node:crypto';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Api } from '../helpers/api.ts';
import type { AxeResults } from 'axe-core';
import type { ConsoleForTests } from './setup.ts';

export type { Page } from 'playwright-core';

type Running = Extract<ConsoleForTests, { url: string }>;

const STEP_MS_MAX = 30_000;
const START_MS_MAX = 180_000;
/** Judging a page twice by every rule takes its time on a busy machine. */
const TEST_MS_MAX = 180_000;

export interface Person {
  readonly username: string;
  readonly password: string;
}

/** One account and one browser for a file's tests. */
export interface Desk {
  /** Who works here. */
  readonly person: Person;
  /** Asks as that person, past the console. */
  readonly api: Api;
  /** A new page on `path`, logged in; closed after the test, or with the desk where it was opened before the tests. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same with nobody logged in. */
  visitLoggedOut(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A suite before the console, in an account of its own; where there is no Chromium, it is one skipped test that says what to install. */
export function describeConsole(name: string, body: (desk: () => Desk) => void): void {
  describeAs(name, createAccount, body);
}

/** The same as the operator, whose account all such suites share. */
export function describeConsoleOfOperator(name: string, body: (desk: () => Desk) => void): void {
  describeAs(name, async ({ operatorPassword }) => ({ username: 'operator', password: operatorPassword }), body);
}

function describeAs(name: string, personIn: (running: Running) => Promise<Person>, body: (desk: () => Desk) => void): void {
  const running = inject('console');
  if ('missing' in running) {
    describe(name, () => it('runs in a browser', (context) => context.skip(running.missing)));
    return;
  }
  describe(name, { timeout: TEST_MS_MAX }, () => {
    let desk: OpenDesk | undefined;
    beforeAll(async () => {
      desk = await openDesk(running, await personIn(running));
    }, START_MS_MAX);
    beforeEach(() => desk?.keepOpenPages());
    afterEach(() => desk?.closePages());
    afterAll(() => desk?.close());
    body(() => desk ?? expect.fail('there is no console'));
  });
}

interface OpenDesk extends Desk {
  /** Has pages that are open now stay open until the end. */
  keepOpenPages(): void;
  closePages(): Promise<void>;
  close(): Promise<void>;
}

async function openDesk({ url, browserUrl }: Running, person: Person): Promise<OpenDesk> {
  const browser = await chromium.connect(browserUrl);
  const faults: string[] = [];
  const inOffice = await newContext(browser, url, {});
  await inOffice.request.post('/v1/session', { data: person, failOnStatusCode: true });
  const storageState = await inOffice.storageState();
  let pages: Page[] = [];
  const open = async (context: BrowserContext, path: string): Promise<Page> => {
    const page = await watchedPage(context, url, faults);
    pages.push(page);
    await page.goto(path);
    return page;
  };
  return {
    person,
    api: apiOf(url, await tokenOf(url, person)),
    visit: async (path, options) => open(options ? await newContext(browser, url, { storageState, ...options }) : inOffice, path),
    visitLoggedOut: async (path, options) => open(await newContext(browser, url, options), path),
    keepOpenPages() {
      pages = [];
    },
    async closePages() {
      await Promise.all(pages.map((page) => page.close()));
    },
    async close() {
      await browser.close();
      expect(faults).toEqual([]);
    },
  };
}

async function createAccount({ url, operatorKey }: Running): Promise<Person> {
  const person = { username: `tester-${randomBytes(6).toString('hex')}`, password: 'a password for tests' };
  const { status, text } = await apiOf(url, operatorKey).post('/voipbin/v1.0/customers', { ...person, name: 'The Testers' });
  expect(status, text).toBe(200);
  return person;
}

async function tokenOf(url: string, person: Person): Promise<string> {
  return (await apiOf(url, null).post<{ token: string }>('/voipbin/auth/login', person)).body.token;
}

/** Without motion: nothing is judged half-way, and nobody waits for what only pleases the eye. */
async function newContext(browser: Browser, url: string, options: BrowserContextOptions | undefined): Promise<BrowserContext> {
  const usual = { baseURL: url, timezoneId: 'Europe/Berlin', locale: 'en-GB', reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(STEP_MS_MAX);
  return context;
}

/** Fills in the login's form and sends it. */
export async function fillLogin(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function watchedPage(context: BrowserContext, url: string, faults: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser reports each refusal of the API by itself; that the page says so too is a test's matter.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) faults.push(`request: ${request.url()}`);
  });
  return page;
}

/** What axe finds on the page as it is now that keeps somebody from using it, with the elements. */
async function axeFaults(page: Page): Promise<string[]> {
  // Reading its half a megabyte takes longer than most pages' judgement: once a document is enough.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
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
