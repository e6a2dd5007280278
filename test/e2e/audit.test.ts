// The audit log in the console: who did what is found by name, and narrowed by what stands in a row.

import { expect, it } from 'vitest';
import { describeConsole } from './browser.ts';

describeConsole('the audit log in the console', (desk) => {
  it('shows who did what, and narrows to an operation and to a person', async () => {
    const { api } = desk();
    const { body: key } = await api.post<{ id: string }>('/v1/access-keys', { name: 'nightly import' });
    await api.send('DELETE', `/v1/access-keys/${key.id}`);
    await api.post('/v1/logins', { username: 'ada@example.com', password: 'a password to begin with' });
    // Entries are written a moment after their answers, and other requests have theirs.
    const told = async (): Promise<string[]> =>
      (await api.get<{ data: { operation: string }[] }>('/v1/audit')).body.data.map(({ operation }) => operation);
    await expect.poll(told).toEqual(expect.arrayContaining(['revokeAccessKey', 'createLogin']));

    const page = await desk().visit('/audit');
    await page.getByRole('link', { name: 'revokeAccessKey' }).click();
    await page.getByRole('link', { name: 'createLogin' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('operation')).toBe('revokeAccessKey');
    await page.getByRole('row', { name: new RegExp(`${desk().person.username}.*revokeAccessKey.*done.*${key.id}`) }).waitFor();
    await page.getByRole('button', { name: 'Remove the filter Operation' }).click();
    await page.getByRole('link', { name: key.id }).first().click();
    await page.getByRole('link', { name: 'createLogin' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Outcome' }).click();
    await page.getByRole('button', { name: 'failed' }).click();
    await page.getByText('No entry matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('link', { name: 'createLogin' }).waitFor();
  });

  it('takes days as they are here', async () => {
    const page = await desk().visit('/audit?from=2999-01-01');
    await page.getByText('No entry matches').waitFor();
    await page.goto('/audit?from=2020-01-01&until=2999-12-31');
    await page.getByRole('link', { name: 'createLogin' }).waitFor();
  });
});
