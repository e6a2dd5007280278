// The console in a real browser, before a real registry on the embedded store; each file has an account of its own there. Every visit
// watches what no page may do: report an error, or ask another host for anything.

import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Api } from '../helpers/api.ts';
import type { AxeResults } from 'axe-core';
import type { ConsoleForTests } from './setup.ts';

export type { Page } from 'playwright-core';

/** Half as long as what the package exports, which the browser reads anew in every document. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Running = Extract<ConsoleForTests, { url: string }>;

const STEP_MS_MAX = 30_000;
const VIEWPORT = { width: 1280, height: 800 };
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
  /** A page on `path`, logged in; left after the test, or closed with the desk where it was opened before the tests. */
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
    afterEach(() => desk?.leavePages());
    afterAll(() => desk?.close());
    body(() => desk ?? expect.fail('there is no console'));
  });
}

interface OpenDesk extends Desk {
  /** Has pages that are open now stay open until the end. */
  keepOpenPages(): void;
  leavePages(): Promise<void>;
  close(): Promise<void>;
}

async function openDesk({ url, browserUrl }: Running, person: Person): Promise<OpenDesk> {
  const browser = await chromium.connect(browserUrl);
  const faults: string[] = [];
  const watchedContext = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    const context = await newContext(browser, url, options);
    watch(context, url, faults);
    return context;
  };
  const inOffice = await watchedContext();
  await inOffice.request.post('/v1/session', { data: person, failOnStatusCode: true });
  const storageState = await inOffice.storageState();
  // Pages of the office that nobody is at: to load another document into one takes less than a new one does.
  const free: Page[] = [];
  let open: Page[] = [];
  const openIn = async (context: BrowserContext, path: string): Promise<Page> => {
    const page = (context === inOffice ? free.pop() : undefined) ?? (await context.newPage());
    open.push(page);
    await page.goto(path);
    return page;
  };
  return {
    person,
    // The session's cookie is a login's token.
    api: apiOf(url, storageState.cookies[0]?.value ?? null),
    visit: async (path, options) => openIn(options ? await watchedContext({ storageState, ...options }) : inOffice, path),
    visitLoggedOut: async (path, options) => openIn(await watchedContext(options), path),
    keepOpenPages() {
      open = [];
    },
    async leavePages() {
      const left = open.splice(0);
      await Promise.all(left.map((page) => (page.context() === inOffice ? emptied(page) : page.context().close())));
      free.push(...left.filter((page) => !page.isClosed()));
    },
    async close() {
      await browser.close();
      expect(faults).toEqual([]);
    },
  };
}

const UNLIKE_WORDS = 'jkqvwxyz';

async function createAccount({ url, operatorKey }: Running): Promise<Person> {
  // In letters that make no word, number or country: what a test looks for on a page is not found in here by chance.
  const letters = Array.from(randomBytes(12), (byte) => UNLIKE_WORDS[byte % UNLIKE_WORDS.length]).join('');
  const person = { username: `tester-${letters}`, password: 'a password for tests' };
  const { status, text } = await apiOf(url, operatorKey).post('/voipbin/v1.0/customers', { ...person, name: 'The Testers' });
  expect(status, text).toBe(200);
  return person;
}

/** Without motion: nothing is judged half-way, and nobody waits for what only pleases the eye. */
async function newContext(browser: Browser, url: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const usual = { baseURL: url, viewport: VIEWPORT, timezoneId: 'Europe/Berlin', locale: 'en-GB', reducedMotion: 'reduce' } as const;
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

/** As good as new: without what a test had it do. */
async function emptied(page: Page): Promise<void> {
  page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.goto('about:blank');
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(VIEWPORT);
}

function watch(context: BrowserContext, url: string, faults: string[]): void {
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    // The browser reports each refusal of the API by itself; that the page says so too is a test's matter.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) faults.push(`request: ${request.url()}`);
  });
}

/** What axe finds on the page as it is now that keeps somebody from using it, with the elements. */
async function axeFaults(page: Page): Promise<string[]> {
  // Reading it takes longer than most pages' judgement: once a document is enough.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
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
