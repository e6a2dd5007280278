// The console's list of 1,000,000 customers in a real Chromium: how smooth it is while one scrolls, beside a plain table in the same
// browser; how long it takes until what was asked for is seen; and the memory that 10,000 loaded rows take. Asked for by its name only:
// it needs a browser.

import { chromium } from 'playwright-core';
import { addManyCustomers } from './many-customers.ts';
import { buildConsole, CHROMIUM_FLAGS, findChromium } from '../test/e2e/chromium.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { smoothnessOf } from './page-frames.ts';
import { withPlace } from './product.ts';
import type { Bench, Figure } from './stage.ts';
import type { CDPSession, Page } from 'playwright-core';
import type { Smoothness } from './page-frames.ts';

const CUSTOMERS = 1_000_000;
const ROWS = 10_000;
/** As fast as a wheel is turned to get somewhere: a hundred rows a second. */
const SCROLL = { pixels: 20_000, pixelsPerSecond: 4_000 };
const PERSON = { username: 'operator', password: 'a password for the bench' };
const KEY_PAUSE_MS = 100;
/** A page without a script that shows as much on a screen: what this browser can do on this machine. */
const PLAIN_PAGE = `<style>body { margin: 0; font: 14px sans-serif } table { width: 100% } td { height: 41px; border-bottom: 1px solid }</style><table>${Array.from(
  { length: 1_000 },
  (_, at) => `<tr>${`<td>value ${at}</td>`.repeat(8)}</tr>`,
).join('')}</table>`;
const FIRST_ROW = '[aria-rowindex="2"]';

export const consoleScroll: Bench = {
  name: 'console-scroll',
  figures: [
    'console-scroll-plain',
    'console-scroll-loading',
    'console-scroll-loading-task',
    'console-scroll',
    'console-scroll-task',
    'console-open',
    'console-sort',
    'console-filter',
    'console-search',
    'console-back',
    'console-memory',
  ],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async ({ script, env }) => {
      const executablePath = findChromium();
      if (executablePath === null) throw new Error('Install chromium or set CHROMIUM_PATH.');
      buildConsole();
      const place = { script, env: { ...env, CLIENTELE_OPERATOR_PASSWORD: PERSON.password } };
      // The first start makes the store.
      await stage.withServer(place, async () => undefined);
      await addManyCustomers(env['DATABASE_URL'] as string, stage.count(CUSTOMERS));
      const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
      try {
        return await stage.withServer(place, async ({ origin }) => {
          const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', reducedMotion: 'reduce' });
          await context.request.post('/v1/session', { data: PERSON, failOnStatusCode: true });
          const page = await context.newPage();
          return figuresOf(page, await context.newCDPSession(page));
        });
      } finally {
        await browser.close();
      }
    }),
};

async function figuresOf(page: Page, session: CDPSession): Promise<Figure[]> {
  await page.setContent(PLAIN_PAGE);
  const plain = await smoothnessOf(session, () => scroll(session, 1));
  const waits = await waitsOf(page);
  const loading = await smoothnessOf(session, () => scroll(session, 1));
  await loadRows(page);
  await scroll(session, -1);
  const loaded = await smoothnessOf(session, () => scroll(session, -1));
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return [
    framesOf('console-scroll-plain', plain),
    framesOf('console-scroll-loading', loading),
    { name: 'console-scroll-loading-task', ms: loading.taskMs },
    framesOf('console-scroll', loaded),
    { name: 'console-scroll-task', ms: loaded.taskMs },
    ...waits,
    { name: 'console-back', ms: await timeBack(page) },
    { name: 'console-memory', megabytes: usedSize / 1e6 },
  ];
}

function framesOf(name: string, { framesPerSecond, p50Ms, p99Ms }: Smoothness): Figure {
  return { name, perSecond: framesPerSecond, p50Ms, p99Ms };
}

/** Turns the wheel: down with 1, up with -1. */
async function scroll(session: CDPSession, direction: 1 | -1): Promise<void> {
  const { pixels, pixelsPerSecond: speed } = SCROLL;
  await session.send('Input.synthesizeScrollGesture', {
    x: 700,
    y: 500,
    yDistance: -direction * pixels,
    speed,
    gestureSourceType: 'mouse',
    preventFling: true,
  });
}

/** From what somebody does until its rows are there; the list is as it was at first in the end. */
async function waitsOf(page: Page): Promise<Figure[]> {
  const open = await timed(() => openList(page));
  const sort = await timed(async () => {
    await page.getByRole('button', { name: 'Born', exact: true }).click();
    await firstRow(page, / 2008$/);
  });
  await openList(page);
  await page.getByRole('button', { name: 'Country', exact: true }).click();
  await page.getByRole('textbox', { name: 'Country' }).fill('IS');
  const filter = await timed(async () => {
    await page.keyboard.press('Enter');
    await firstRow(page, /^IS$/);
  });
  await openList(page);
  const search = await timed(async () => {
    await page.getByLabel('Search customers').fill('city 15');
    await firstRow(page, /^City 15/);
  });
  await openList(page);
  return [
    { name: 'console-open', ms: open },
    { name: 'console-sort', ms: sort },
    { name: 'console-filter', ms: filter },
    { name: 'console-search', ms: search },
  ];
}

async function openList(page: Page): Promise<void> {
  await page.goto('/customers');
  await firstRow(page, /./);
}

/** Until a cell of the first row says what is looked for, asked with every frame: a locator asks less and less often. */
async function firstRow(page: Page, wanted: RegExp): Promise<void> {
  const isThere = `[...document.querySelectorAll('${FIRST_ROW} td')].some((cell) => ${String(wanted)}.test(cell.textContent))`;
  await page.evaluate(`new Promise((resolve) => {
    const look = () => (${isThere} ? resolve() : requestAnimationFrame(look));
    look();
  })`);
}

/** Back from somebody to the place in the list, once all rows were loaded. */
async function timeBack(page: Page): Promise<number> {
  const index = await page.locator('tr[aria-rowindex]').nth(30).getAttribute('aria-rowindex');
  const row = page.locator(`[aria-rowindex="${index}"]`);
  await row.getByRole('link').click();
  await page.getByRole('heading', { name: 'Golden record' }).waitFor();
  return timed(async () => {
    await page.goBack();
    await row.waitFor();
  });
}

async function timed(act: () => Promise<void>): Promise<number> {
  const beganAt = performance.now();
  await act();
  return performance.now() - beganAt;
}

/** To the end of what is loaded, until enough is; keys pressed without a pause would keep the page from loading more. */
async function loadRows(page: Page): Promise<void> {
  while ((await rowsLoaded(page)) < ROWS) {
    await page.keyboard.press('End');
    await sleep(KEY_PAUSE_MS);
  }
}

async function rowsLoaded(page: Page): Promise<number> {
  return Number((await page.getByText(/shown of/).innerText()).replaceAll(/,| shown.*/g, ''));
}
