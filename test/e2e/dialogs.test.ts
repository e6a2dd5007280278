// What opens over a page, by mouse and by keyboard: everyone can use it, Escape closes it, and the focus goes back to where it was.

import { beforeAll, expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsoleOfOperator } from './browser.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { importFile } from '../helpers/imports.ts';
import type { Page } from './browser.ts';

type Opened = 'dialog' | 'menu';

describeConsoleOfOperator('what opens over a page', (desk) => {
  let importPath = '';
  let accountPath = '';
  beforeAll(async () => {
    const { api } = desk();
    await api.post('/cobi/v1/data/customers', { records: [cobi(1), cobi(2, { region: 'UK' })] });
    importPath = `/imports/${(await importFile(api, `${JSON.stringify(cobi(3))}\n`)).id}`;
    const { body } = await api.post<{ id: string }>('/voipbin/v1.0/customers', { name: 'The Inn', password: 'a password to begin with' });
    accountPath = `/accounts/${body.id}`;
    await api.post('/v1/access-keys', { name: 'till' });
    await api.post('/v1/logins', { username: 'grace@example.com', password: 'a password to begin with' });
  });

  const expectUsable = async (page: Page, button: string, opened: Opened = 'dialog'): Promise<void> => {
    const opener = page.getByRole('button', { name: button, exact: true }).first();
    await opener.focus();
    await page.keyboard.press('Enter');
    const layer = page.getByRole(opened);
    await layer.first().waitFor();
    await expectFocusWithin(page);
    expect(await axeFaultsInBoth(page), button).toEqual([]);
    await page.keyboard.press('Escape');
    await layer.first().waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((element) => element.matches(':focus')), { message: button }).toBe(true);
  };

  const expectFocusWithin = async (page: Page): Promise<void> => {
    const isWithin = 'document.activeElement?.closest("[role=dialog], [role=menu]") !== null';
    await expect.poll(() => page.evaluate(isWithin)).toBe(true);
    // Around everything that the keyboard reaches, and still inside.
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(isWithin)).toBe(true);
  };

  it('customers: export, columns, a filter', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('link', { name: uuid(1) }).waitFor();
    await expectUsable(page, 'Export', 'menu');
    await expectUsable(page, 'Columns', 'menu');
    await expectUsable(page, 'Country');
  });

  it('the palette and the keys', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('link', { name: uuid(1) }).waitFor();
    for (const key of ['Control+k', '?']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await axeFaultsInBoth(page), key).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.getByRole('heading', { name: 'Webhooks' }).waitFor();
  });

  it('the menu of pages on a phone', async () => {
    const page = await desk().visit('/customers', { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('link', { name: 'Rejections' }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });

  it('rejections: dismissing one and all', async () => {
    const page = await desk().visit('/rejections');
    await page.getByRole('row', { name: uuid(2) }).waitFor();
    await expectUsable(page, 'Dismiss all that match …');
    await page
      .getByRole('row', { name: uuid(2) })
      .getByRole('link')
      .click();
    await expectUsable(page, 'Dismiss …');
  });

  it('an import: undoing it', async () => {
    const page = await desk().visit(importPath);
    await expectUsable(page, 'Undo …');
  });

  it('webhooks: what is sent, another secret', async () => {
    const page = await desk().visit('/webhooks');
    await expectUsable(page, 'Set an address');
    await expectUsable(page, 'Rotate …');
  });

  it('settings: people and keys', async () => {
    const people = await desk().visit('/settings?tab=people');
    await people.getByRole('row', { name: /grace/ }).waitFor();
    expect(await axeFaultsInBoth(people)).toEqual([]);
    await expectUsable(people, 'Add a person');
    await expectUsable(people, 'Remove grace@example.com');
    const keys = await desk().visit('/settings?tab=keys');
    await expectUsable(keys, 'Create key');
    await expectUsable(keys, 'What to do with till', 'menu');
  });

  it('accounts: creating, a password, freezing, deleting', async () => {
    const list = await desk().visit('/accounts');
    await expectUsable(list, 'Create account');
    const page = await desk().visit(accountPath);
    for (const button of ['Set password …', 'Freeze …', 'Delete …']) await expectUsable(page, button);
  });
});
