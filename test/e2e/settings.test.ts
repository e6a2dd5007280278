// Settings of one's own account in the console: access keys from the moment they are shown to their end, people, one's own password.

import { expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole, fillLogin } from './browser.ts';
import type { Page } from './browser.ts';

const FIRST_PASSWORD = 'the first of them';
const NEXT_PASSWORD = 'quite another one';

describeConsole('settings in the console', (desk) => {
  const createKey = async (page: Page, name: string): Promise<string> => {
    await page.getByRole('button', { name: 'Create key' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create an access key' });
    await dialog.getByLabel('account.admin').waitFor();
    await page.keyboard.type(name);
    await dialog.getByLabel('account.admin').uncheck();
    for (const box of await dialog.getByRole('checkbox', { checked: true }).all()) expect(await box.isEnabled()).toBe(true);
    await dialog.getByLabel('customers.write').uncheck();
    await dialog.getByRole('button', { name: 'Create key' }).click();
    return storeKey(page);
  };

  const storeKey = async (page: Page): Promise<string> => {
    const shown = page.getByRole('dialog', { name: 'The new access key' });
    const key = await shown.getByLabel('The access key').inputValue();
    await shown.getByRole('button', { name: 'I have stored it' }).click();
    await shown.waitFor({ state: 'detached' });
    return key;
  };

  const step = async (page: Page, name: string, item: string): Promise<void> => {
    await page.getByRole('button', { name: `What to do with ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  const may = async (key: string): Promise<readonly string[] | number> => {
    const { status, body } = await desk().api.withKey(key).get<{ permissions: string[] }>('/v1/me');
    return status === 200 ? body.permissions : status;
  };

  it('creates a key that is shown once, does what it may, and is refused once it is revoked', async () => {
    const page = await desk().visit('/settings?tab=keys');
    const key = await createKey(page, 'nightly import');
    const permissions = await may(key);
    expect(permissions).toContain('customers.read');
    expect(permissions).not.toContain('customers.write');
    await page.getByRole('row', { name: /nightly import/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await step(page, 'nightly import', 'Revoke');
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('row', { name: /nightly import/ }).waitFor({ state: 'detached' });
    expect(await may(key)).toBe(401);
  });

  it('rotates a key into one that may do the same, while the old one ends when one said', async () => {
    const page = await desk().visit('/settings?tab=keys');
    const key = await createKey(page, 'till');
    await step(page, 'till', 'Rotate');
    await page.getByLabel('The old key ends').selectOption('At once');
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    const next = await storeKey(page);
    expect(await may(key)).toBe(401);
    expect(await may(next)).toContain('customers.read');
  });

  it('changes what a key is called and when it ends', async () => {
    const page = await desk().visit('/settings?tab=keys');
    await createKey(page, 'reader');
    await step(page, 'reader', 'Change');
    const dialog = page.getByRole('dialog', { name: 'Change the access key' });
    await dialog.getByLabel('Name').fill('report reader');
    await dialog.getByLabel('Last day').fill('2099-12-31');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /report reader.*31 Dec 2099/ }).waitFor();
  });

  it('adds a person, says so when the name is taken, lets them set their own password, and removes them', async () => {
    const page = await desk().visit('/settings?tab=people');
    const dialog = page.getByRole('dialog', { name: 'Add a person' });
    await page.getByRole('button', { name: 'Add a person' }).click();
    await dialog.getByLabel('Username').fill(desk().person.username.toUpperCase());
    await dialog.getByLabel('First password', { exact: true }).fill(FIRST_PASSWORD);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Username').fill('ada@example.com');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('row', { name: /ada@example\.com/ }).waitFor();

    const theirs = await desk().visitLoggedOut('/settings?tab=password');
    await fillLogin(theirs, { username: 'ada@example.com', password: FIRST_PASSWORD });
    await theirs.getByLabel('Old password', { exact: true }).fill(FIRST_PASSWORD);
    await theirs.getByLabel('New password', { exact: true }).fill(NEXT_PASSWORD);
    await theirs.getByLabel('New password again', { exact: true }).fill('something else');
    await theirs.getByRole('button', { name: 'Change password' }).click();
    await theirs.getByText('It is not the same as above.').waitFor();
    await theirs.getByLabel('New password again', { exact: true }).fill(NEXT_PASSWORD);
    await theirs.getByRole('button', { name: 'Change password' }).click();
    await theirs.getByRole('button', { name: 'Log in' }).waitFor();
    await fillLogin(theirs, { username: 'ada@example.com', password: NEXT_PASSWORD });
    await theirs.getByRole('button', { name: 'Change password' }).waitFor();

    await page.getByRole('button', { name: 'Remove ada@example.com' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('row', { name: /ada@example\.com/ }).waitFor({ state: 'detached' });
    await theirs.reload();
    await theirs.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('is usable by everyone while a key is made', async () => {
    const page = await desk().visit('/settings?tab=keys');
    await page.getByRole('button', { name: 'Create key' }).first().click();
    await page.getByLabel('account.admin').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });
});
