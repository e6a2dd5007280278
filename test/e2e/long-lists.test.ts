// A list of thousands of rows: only those in sight are in the page, there is one wherever somebody stops to look, and who comes back
// finds the place where they were.

import { beforeAll, expect, it } from 'vitest';
import { cobi } from '../helpers/people.ts';
import { describeConsole } from './browser.ts';
import type { Page } from './browser.ts';

const CUSTOMERS = 2_400;
const ROWS_MAX = 80;
const ROW_PIXELS = 40;

/** Where each row that is in the page stands, and what of the window's height shows no row though the table is there. */
const LOOK = `(() => {
  const rows = [...document.querySelectorAll('tbody tr[aria-rowindex]')];
  const table = document.querySelector('tbody').getBoundingClientRect();
  const header = document.querySelector('thead th').getBoundingClientRect();
  const from = Math.max(table.top, header.bottom) + 2;
  const until = Math.min(table.bottom, innerHeight) - 2;
  const blank = [];
  for (let y = from; y < until; y += 10) {
    const row = document.elementFromPoint(table.left + 200, y)?.closest('tr[aria-rowindex]');
    if (!row || row.textContent.trim() === '') blank.push(y);
  }
  const places = rows.map((row) => ({ index: Number(row.ariaRowIndex), top: row.getBoundingClientRect().top - table.top }));
  return { count: rows.length, blank, places, headerTop: header.top };
})()`;

interface Seen {
  readonly count: number;
  readonly blank: readonly number[];
  readonly places: readonly { readonly index: number; readonly top: number }[];
  readonly headerTop: number;
}

describeConsole('a long list in the console', (desk) => {
  let page: Page;
  const look = async (): Promise<Seen> => page.evaluate(LOOK);
  /** How many rows were loaded. */
  const shown = async (): Promise<number> => Number((await page.getByText(/shown of/).innerText()).replaceAll(/,| shown.*/g, ''));

  beforeAll(async () => {
    const { api } = desk();
    const records = Array.from({ length: CUSTOMERS }, (_, at) => cobi(at));
    expect((await api.post('/cobi/v1/data/customers', { records })).status).toBe(200);
    page = await desk().visit('/customers');
    await page.getByText('100 shown of').waitFor();
  });

  it('keeps its columns within the window, laid out by their widths', async () => {
    const table = await page.evaluate<{ layout: string; overflow: number }>(`(() => {
      const table = document.querySelector('[data-wide] table');
      return { layout: getComputedStyle(table).tableLayout, overflow: table.scrollWidth - table.parentElement.clientWidth };
    })()`);
    expect(table.layout).toBe('fixed');
    expect(table.overflow).toBeLessThanOrEqual(1);
  });

  it('loads more while one scrolls by the wheel and by keys, and keeps few rows in the page', async () => {
    await page.mouse.move(640, 500);
    let most = 0;
    const scrollUntil = async (rows: number, scroll: () => Promise<void>): Promise<void> => {
      while ((await shown()) < rows) {
        await scroll();
        most = Math.max(most, (await look()).count);
      }
    };
    await scrollUntil(1_000, () => page.mouse.wheel(0, 2_000));
    await scrollUntil(CUSTOMERS, () => page.keyboard.press('End'));
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThan(ROWS_MAX);
  });

  it('has a row wherever one stops to look, at its own place, below a header that stays in sight', async () => {
    for (const share of [0.93, 0.11, 0.5, 0.501, 0.02, 0.77]) {
      await page.evaluate(`scrollTo(0, ${share} * (document.documentElement.scrollHeight - innerHeight))`);
      await expect.poll(async () => (await look()).blank, { message: String(share) }).toEqual([]);
      const { places, headerTop } = await look();
      expect(places.map(({ index, top }) => [index, Math.round(top)])).toEqual(
        places.map(({ index }) => [index, (index - 2) * ROW_PIXELS]),
      );
      expect(Math.round(headerTop)).toBe(0);
    }
  });

  it('is where one was, once one has looked at somebody and comes back', async () => {
    await page.evaluate(`scrollTo(0, 50_000)`);
    const row = page.locator('[aria-rowindex="1250"]');
    await row.waitFor();
    const before = await page.evaluate('scrollY');
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'Golden record' }).waitFor();
    for (const back of [() => page.goBack(), () => page.locator('#page').getByRole('link', { name: 'Customers' }).click()]) {
      await back();
      await row.waitFor();
      await expect.poll(() => page.evaluate('scrollY')).toBe(before);
      await row.getByRole('link').click();
      await page.getByRole('heading', { name: 'Golden record' }).waitFor();
    }
    await page.goBack();
    await row.waitFor();
    expect(await shown()).toBe(CUSTOMERS);
  });

  it('keeps what was loaded where the next page fails, and loads it when somebody says so', async () => {
    const other = await desk().visit('/customers', {});
    await other.getByText('100 shown of').waitFor();
    let failures = 0;
    await other.route('**/v1/customers/search', (route) => {
      failures += 1;
      return route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ detail: 'It broke here.' }) });
    });
    await other.keyboard.press('End');
    await other.getByRole('alert').getByText('It broke here.').waitFor();
    await other.getByText('100 shown of').waitFor();
    const asked = failures;
    await other.mouse.wheel(0, -3_000);
    await other.locator('[aria-rowindex="20"]').waitFor();
    await other.keyboard.press('End');
    await other.getByRole('alert').waitFor();
    expect(failures).toBe(asked);
    await other.unroute('**/v1/customers/search');
    await other.getByRole('button', { name: 'Try again' }).click();
    await other.getByText('200 shown of').waitFor();
    await other.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('asks for one page at a time, and for no more than somebody comes near to', async () => {
    const other = await desk().visit('/customers', {});
    await other.getByText('100 shown of').waitFor();
    await other.evaluate('scrollTo(0, document.body.scrollHeight)');
    await other.getByText('200 shown of').waitFor();
    await other.waitForTimeout(1_000);
    expect(await other.getByText('200 shown of').count()).toBe(1);
  });
});
