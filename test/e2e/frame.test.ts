// The console's frame: logging in and out, going places with keys, and what every page owes to everyone.

import { expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole, fillLogin } from './browser.ts';

describeConsole('the frame of the console', (desk) => {
  it('asks who one is, says when that is wrong, and then shows the page that was asked for', async () => {
    const page = await desk().visitLoggedOut('/customers');
    await fillLogin(page, { ...desk().person, password: 'not the password' });
    await expect(page.getByRole('alert').textContent()).resolves.toMatch(/password/i);
    expect(await page.getByLabel('Username').inputValue()).toBe(desk().person.username);
    await expect.poll(() => page.evaluate<string | null>(`document.activeElement.getAttribute('name')`)).toBe('password');
    await fillLogin(page, desk().person);
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/customers');
  });

  it('logs out, and nothing of the session is left', async () => {
    const page = await desk().visitLoggedOut('/customers');
    await fillLogin(page, desk().person);
    await page.getByRole('button', { name: /account menu/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('goes places with keys and with the palette', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    await page.keyboard.press('/');
    expect(await page.getByLabel('Search customers').evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.getByLabel('Search customers').blur();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a page, or find a person').fill('custom');
    await page.getByRole('button', { name: /^Customers/ }).waitFor();
  });

  it('is usable by everyone: login and frame, in light and dark', async () => {
    const login = await desk().visitLoggedOut('/');
    await login.getByRole('button', { name: 'Log in' }).waitFor();
    expect(await axeFaultsInBoth(login)).toEqual([]);
    const page = await desk().visit('/customers');
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });

  it('says so where no page is', async () => {
    const page = await desk().visit('/no/such/page');
    await page.getByText('No page has this address').waitFor();
  });

  it('works on a phone: the menu opens, and closes when a page is chosen', async () => {
    const page = await desk().visit('/no/such/page', { viewport: { width: 375, height: 740 } });
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
  });
});
