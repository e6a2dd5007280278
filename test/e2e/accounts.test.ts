// Accounts as the operator manages them in the console, and one's own account as its people do.

import { expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsoleOfOperator, fillLogin } from './browser.ts';
import type { Page } from './browser.ts';

const PASSWORD = 'a password to begin with';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly status: string;
  readonly webhook_uri: string;
  readonly permission_ids: readonly string[];
}

describeConsoleOfOperator('accounts in the console', (desk) => {
  const createAccount = async (username: string, name: string): Promise<string> => {
    const { body } = await desk().api.post<Account>('/voipbin/v1.0/customers', { username, name, password: PASSWORD });
    return body.id;
  };

  const readAccount = async (id: string): Promise<Account> => (await desk().api.get<Account>(`/voipbin/v1.0/customers/${id}`)).body;

  const settle = async (page: Page, verb: string): Promise<void> => {
    await page.getByRole('button', { name: `${verb} …` }).click();
    await page.getByRole('dialog').getByRole('button', { name: verb }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  it('creates an account, says so when the username is taken, and its people can log in', async () => {
    const page = await desk().visit('/accounts');
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create an account' });
    await dialog.getByLabel('Name', { exact: true }).fill('The Tea House');
    await dialog.getByLabel('Username').fill('Operator');
    await dialog.getByLabel('First password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Create account' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Username').fill('teahouse');
    await dialog.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'The Tea House' }).waitFor();

    const theirs = await desk().visitLoggedOut('/settings');
    await fillLogin(theirs, { username: 'teahouse', password: PASSWORD });
    await theirs.getByLabel('Notes').fill('moved to the harbour');
    await theirs.getByRole('button', { name: 'Save', exact: true }).click();
    await theirs.getByText('The account is saved.').waitFor();
    expect(await theirs.getByRole('link', { name: 'Accounts' }).count()).toBe(0);
    await page.reload();
    expect(await page.getByLabel('Notes').inputValue()).toBe('moved to the harbour');
  });

  it('says which permission a page needs, where a link leads somebody who lacks it', async () => {
    await createAccount('museum', 'The Museum');
    const theirs = await desk().visitLoggedOut('/accounts');
    await fillLogin(theirs, { username: 'museum', password: PASSWORD });
    await theirs.getByText('Your login does not hold platform.manage').waitFor();
    expect(await theirs.getByRole('button', { name: 'Create account' }).count()).toBe(0);
  });

  it('changes only what was edited, and says what is wrong with it', async () => {
    const id = await createAccount('bakery', 'The Bakery');
    const page = await desk().visit(`/accounts/${id}`);
    await page.getByLabel('Webhook', { exact: true }).fill('ftp://hooks.example.com');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'webhook_uri' }).waitFor();
    await page.getByLabel('Webhook', { exact: true }).fill('https://hooks.example.com/in');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The account is saved.').waitFor();
    expect(await readAccount(id)).toMatchObject({ name: 'The Bakery', webhook_uri: 'https://hooks.example.com/in' });
  });

  it('sets what new access keys start with', async () => {
    const id = await createAccount('florist', 'The Florist');
    const page = await desk().visit(`/accounts/${id}`);
    expect(await page.getByLabel('platform.manage').count()).toBe(0);
    await page.getByLabel('account.admin').uncheck();
    await page.getByLabel('customers.erase').uncheck();
    await page.getByRole('button', { name: 'Save permissions' }).click();
    await page.getByText('New keys start with these permissions.').waitFor();
    expect((await readAccount(id)).permission_ids).toHaveLength(9);
  });

  it('sets another password for people who lost theirs', async () => {
    const page = await desk().visit(`/accounts/${await createAccount('harbour', 'The Harbour')}`);
    await page.getByLabel('Notes').fill('lost their password');
    await page.getByRole('button', { name: 'Set password …' }).click();
    await page.getByLabel('New password', { exact: true }).fill('quite another password');
    await page.getByRole('button', { name: 'Set password', exact: true }).click();
    await page.getByText('The password is set.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Notes').inputValue()).toBe('lost their password');
    const theirs = await desk().visitLoggedOut('/settings');
    await fillLogin(theirs, { username: 'harbour', password: 'quite another password' });
    await theirs.getByRole('heading', { name: 'Settings' }).waitFor();
  });

  it('freezes, deletes and recovers an account', async () => {
    const id = await createAccount('cinema', 'The Cinema');
    const page = await desk().visit(`/accounts/${id}`);
    await settle(page, 'Freeze');
    await page.getByText('The account is frozen: it lets nobody in').waitFor();
    const theirs = await desk().visitLoggedOut('/');
    await fillLogin(theirs, { username: 'cinema', password: PASSWORD });
    await theirs.getByRole('alert').waitFor();
    await settle(page, 'Delete');
    await page.getByText('It can be recovered until').waitFor();
    await page.goto('/accounts');
    await page.getByRole('link', { name: 'Operator' }).waitFor();
    expect(await page.getByRole('link', { name: 'The Cinema' }).count()).toBe(0);
    await page.getByLabel('Open an account by its id').fill(id);
    await page.keyboard.press('Enter');
    await page.getByText('It can be recovered until').waitFor();
    await page.goBack();
    await page.getByText('Deleted', { exact: true }).click();
    await page.getByRole('link', { name: 'Operator' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /The Cinema.*deleted/ }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.getByRole('link', { name: 'The Cinema' }).click();
    await settle(page, 'Recover');
    await page.getByRole('button', { name: 'Freeze …' }).waitFor();
    expect((await readAccount(id)).status).toBe('active');
    // Not the way back, which leads to the deleted ones again.
    await page.getByRole('navigation').getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('link', { name: 'The Cinema' }).waitFor();
  });

  it('is usable by everyone', async () => {
    const page = await desk().visit(`/accounts/${await createAccount('library', 'The Library')}`);
    await page.getByLabel('account.admin').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });
});
