// Finding a person in the console, and everything that is known of one: why a value is shown, what it was before, hostile values.

import { join } from 'node:path';
import { statSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole, fillLogin } from './browser.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import type { Page } from './browser.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'console', 'dist');
const HOME = { addressId: 'home', line1: '12 Sample Street', city: 'Exampleton', zipCode: 'K1A 0B1', countryCode: 'CA' };
const MOVED = { ...HOME, city: 'Newtown', countryCode: 'GB' };
const HOSTILE = {
  line1: '<script>document.title = "run"</script>',
  city: 'abc\u202Edef',
  zipCode: 'x'.repeat(1_024),
  addressId: 'bad',
  countryCode: 'GB',
};

describeConsole('customers in the console', (desk) => {
  beforeAll(async () => {
    const { api } = desk();
    const students = [cobi(1, { birthdate: '1990-01-01', gender: 'MALE', updated: '2023-06-22T09:15:30Z' }), cobi(2), cobi(3)];
    await api.post('/cobi/v1/data/customers', { records: students });
    const dates = { dateOfBirth: '1990-01-01', marketingOptIn: true };
    await api.post('/wasabi/events', [
      wasabi(uuid(1), { ...dates, addresses: [HOME], updatedAt: '2023-08-01T08:00:00Z' }),
      wasabi(uuid(1), { ...dates, addresses: [MOVED], updatedAt: '2024-03-09T17:20:00Z' }),
      wasabi('hostile', { addresses: [HOSTILE] }),
    ]);
  });

  const openFirst = async (path = ''): Promise<Page> => {
    const { body } = await desk().api.get<{ id: string }>(`/v1/customers/by/cobi/${uuid(1)}`);
    return desk().visit(`/customers/${body.id}${path}`);
  };

  it('finds a person by the start of an id, and keeps what was searched out of the address', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('link', { name: uuid(2) }).waitFor();
    await page.getByLabel('Search customers').fill(uuid(1).slice(0, 36));
    await page.getByRole('link', { name: uuid(2) }).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain(uuid(1).slice(-6));
    await page.getByRole('link', { name: uuid(1) }).click();
    await page.getByText('Golden record').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: uuid(1) }).waitFor();
    expect(await page.getByLabel('Search customers').inputValue()).toBe(uuid(1));
  });

  it('opens the person who was clicked on before the search for what was typed began', async () => {
    const page = await desk().visit('/customers');
    const link = page.getByRole('link', { name: uuid(1) });
    await link.waitFor();
    // The person's page comes slower than the search begins.
    await page.route(/customer-page/, async (route) => {
      await page.waitForTimeout(1_000);
      await route.continue();
    });
    await page.getByLabel('Search customers').fill('Newtown');
    await link.click();
    await page.getByText('Golden record').waitFor();
  });

  it('leaves what is being typed as it is while the search for its beginning is under way', async () => {
    const page = await desk().visit('/customers');
    const field = page.getByLabel('Search customers');
    await field.fill('12 Sample ');
    await page.getByRole('link', { name: uuid(2) }).waitFor({ state: 'detached' });
    await field.pressSequentially('Street');
    expect(await field.inputValue()).toBe('12 Sample Street');
  });

  it('filters with chips that stand in the address, and says when nobody matches', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('button', { name: 'Country' }).click();
    await page.getByLabel('Country').last().fill('GB');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('link', { name: uuid(2) }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('country')).toBe('GB');
    await page.goto('/customers?status=removed');
    await page.getByText('Nobody matches').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.getByRole('link', { name: uuid(2) }).waitFor();
  });

  it('leads from a figure of the overview to the people behind it, and keeps when they were born out of the address', async () => {
    const page = await desk().visit('/');
    // Nobody else's birth date is known.
    await page.getByRole('list', { name: 'By age' }).getByRole('link').click();
    await page.getByRole('link', { name: uuid(1) }).waitFor();
    await page.getByText('1 shown of 1').waitFor();
    expect(new URL(page.url()).search).toBe('?status=active');
  });

  it('leads back to the list as it was filtered and searched', async () => {
    const page = await desk().visit('/customers?country=GB');
    const search = page.getByLabel('Search customers');
    await search.fill('Newtown');
    await page.getByRole('link', { name: 'hostile' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: uuid(1) }).click();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.locator('#page').getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('button', { name: 'Remove the filter Country' }).waitFor();
    await expect.poll(() => search.inputValue()).toBe('Newtown');
    // Who comes from elsewhere has no list to go back to: the whole is shown.
    const other = await desk().visit(`/customers`);
    await other.goto((await other.getByRole('link', { name: uuid(1) }).getAttribute('href')) ?? '');
    await other.locator('#page').getByRole('link', { name: 'Customers' }).click();
    await other.getByRole('link', { name: 'hostile' }).waitFor();
  });

  it('says why a value is shown and what lost', async () => {
    const page = await openFirst();
    const country = page.getByRole('row', { name: /^Country/ });
    await country.getByRole('button', { name: /1 lost/ }).click();
    await page.getByText(/CA of cobi, because it is older/).waitFor();
  });

  it('tells every change field by field, and shows a past day', async () => {
    const page = await openFirst('?tab=timeline');
    const change = page.getByRole('row', { name: 'Country' }).first();
    expect(await change.textContent()).toBe('CountryCA → GB');
    await page.getByRole('button', { name: 'Show a past day' }).click();
    const slider = page.getByRole('slider', { name: 'Day' });
    await slider.press('Home');
    // Faster than the address follows.
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    await page.getByRole('status').filter({ hasText: '24 Jun 2023' }).waitFor();
    await slider.press('Home');
    await page.getByRole('status').filter({ hasText: '22 Jun 2023' }).waitFor();
    await page.getByRole('tab', { name: 'Profile' }).click();
    await page
      .getByRole('row', { name: /^Country/ })
      .getByText('CA')
      .waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page
      .getByRole('row', { name: /^Country/ })
      .getByText('GB')
      .waitFor();
  });

  it('shows a past day as it was known then, without what arrived later about it', async () => {
    const page = await openFirst('?asOf=2023-12-31T23:59:59.999999Z');
    const country = page.getByRole('row', { name: /^Country/ });
    await country.getByText('CA').waitFor();
    const knownThen = page.getByRole('checkbox', { name: /^As known then/ });
    await knownThen.check();
    await page.getByRole('status').filter({ hasText: 'as known then' }).waitFor();
    // Nothing was known in 2023: all of it arrived today.
    await page.getByText('There was no such customer at that time yet.').waitFor();
    await knownThen.uncheck();
    await country.getByText('CA').waitFor();
  });

  it('tells times in the zone of whoever looks, and in UTC on hover', async () => {
    const page = await openFirst();
    const updated = page
      .getByRole('row', { name: /^Updated by a source/ })
      .locator('time')
      .first();
    await updated.waitFor();
    expect(await updated.textContent()).toMatch(/9 Mar 2024.*18:20/);
    expect(await updated.getAttribute('title')).toBe('2024-03-09 17:20:00.000000 UTC');
  });

  it('shows source records as sent, and the customer in each format with its losses', async () => {
    const page = await openFirst('?tab=records');
    await page.getByRole('region', { name: 'The record of wasabi as it was sent' }).getByText('Newtown').waitFor();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.getByRole('tab', { name: 'cobi' }).click();
    await page.getByRole('list', { name: 'Lost in cobi' }).getByText('/addresses', { exact: false }).first().waitFor();
  });

  it('exports what is shown', async () => {
    const page = await desk().visit('/customers?country=GB');
    await page.getByRole('link', { name: uuid(1) }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [whole] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /NDJSON/ }).click()]);
    expect(whole.url()).toContain('country=GB');
    await page.getByLabel('Search customers').fill(uuid(1));
    await page.getByRole('link', { name: 'hostile' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Export' }).click();
    const [found] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /NDJSON/ }).click()]);
    expect(found.url()).toMatch(/^blob:/);
  });

  it('needs at most 500 kB of gzipped files before customers are seen', async () => {
    const page = await desk().visitLoggedOut('/customers');
    const assets = new Set<string>();
    page.on('request', (request) => assets.add(new URL(request.url()).pathname));
    await page.reload();
    await fillLogin(page, desk().person);
    await page.getByRole('link', { name: uuid(2) }).waitFor();
    const sizes = [...assets].filter((path) => path.startsWith('/assets/')).map((path) => statSync(join(BUILT, `${path}.gz`)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100_000);
    expect(total).toBeLessThan(500_000);
  });

  it('shows hostile values as text', async () => {
    const { body } = await desk().api.get<{ id: string }>('/v1/customers/by/wasabi/hostile');
    const page = await desk().visit(`/customers/${body.id}`);
    await page.getByText(HOSTILE.line1).waitFor();
    await page.getByText('abc⟨U+202E⟩def').waitFor();
    expect(await page.title()).toBe('Customer · Clientele');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
  });

  it('is usable by everyone', async () => {
    const list = await desk().visit('/customers');
    await list.getByRole('row').nth(1).waitFor();
    expect(await axeFaultsInBoth(list)).toEqual([]);
    const page = await openFirst();
    for (const tab of ['Profile', 'Timeline', 'Source records', 'JSON', 'Deliveries']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'hidden' });
      expect(await axeFaultsInBoth(page), tab).toEqual([]);
    }
  });

  it('keeps only the rows in sight in the page, however many were loaded', async () => {
    const records = Array.from({ length: 350 }, (_, at) => cobi(1_000 + at));
    await desk().api.post('/cobi/v1/data/customers', { records });
    // In a browser's context of its own, because its clock is set.
    const page = await desk().visit('/customers', {});
    await page.getByText('100 shown of 354').waitFor();
    for (const shown of [200, 300, 354]) {
      await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
      await page.getByText(`${shown} shown of 354`).waitFor();
    }
    expect(await page.getByRole('row').count()).toBeLessThan(100);
    await page.evaluate('window.scrollTo(0, 0)');
    await page.locator('[aria-rowindex="2"]').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // A minute later somebody comes back to the window: how many there are is asked again, and not each page.
    await page.clock.setFixedTime(Date.now() + 60_000);
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await page.waitForTimeout(500);
    expect(asked).toEqual(['/v1/customers/search']);
  });
});
