// What every page that the navigation leads to owes to everyone: a heading, no fault that axe finds in light or dark, and no more
// than the width of a phone.

import { expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsoleOfOperator } from './browser.ts';

const OVERFLOW_PIXELS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describeConsoleOfOperator('every page of the navigation', (desk) => {
  it('is usable by everyone, in light, in dark and on a phone', async () => {
    const page = await desk().visit('/convert');
    const links = page.getByRole('navigation').getByRole('link');
    await links.first().waitFor();
    const places = await links.allTextContents();
    expect(places.length).toBeGreaterThan(6);
    for (const place of places) {
      await links.getByText(place, { exact: true }).click();
      await page.locator('nav [aria-current="page"]', { hasText: place }).waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'hidden' });
      expect(await axeFaultsInBoth(page), place).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      // Charts follow the window's width a moment later.
      await expect.poll(() => page.evaluate(OVERFLOW_PIXELS), { message: place }).toBe(0);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });
});
