// An empty registry in the console: each of the three ways to begin leads to a customer.

import { beforeAll, expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole } from './browser.ts';
import { cobi, uuid } from '../helpers/people.ts';
import type { Page } from './browser.ts';

describeConsole('an empty registry in the console', (desk) => {
  // All are there before the first begins, because then it is empty no more.
  const ways: Page[] = [];
  beforeAll(async () => {
    for (let way = 0; way < 3; way += 1) {
      const page = await desk().visit('/');
      await page.getByRole('heading', { name: 'Welcome to Clientele' }).waitFor();
      ways.push(page);
    }
  });

  it('shows three ways to everyone, and takes a file', async () => {
    const [page] = ways as [Page];
    expect(await axeFaultsInBoth(page)).toEqual([]);
    const files = { name: 'one.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify([cobi(1)])) };
    await page.locator('#page input[type="file"]').setInputFiles(files);
    await page.getByText('A list of records, recognised as cobi (customer)').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('finished').waitFor();
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByRole('link', { name: uuid(1) }).waitFor();
  });

  it('gives a command that works', async () => {
    const [, page] = ways as [Page, Page];
    await page.getByRole('button', { name: 'Make a key and the command' }).click();
    const command = await page.getByRole('region', { name: 'The command' }).textContent();
    const [, url = ''] = /curl (\S+)/.exec(command ?? '') ?? [];
    const [key = '', type = '', body = ''] = [...(command ?? '').matchAll(/'([^']*)'/g)].map(([, quoted = '']) => quoted);
    const headers = Object.fromEntries([key, type].map((header) => header.split(': ') as [string, string]));
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ outcomes: { created: 1 } });
  });

  it('loads the story, and shows its people and what there is to mend', async () => {
    const [, , page] = ways as [Page, Page, Page];
    await page.getByRole('button', { name: 'Load the story' }).click();
    await page.getByText(/The story is told: 3 records created, 1 updated, 4 rejected, 2 that changed nothing/).waitFor();
    await page.getByRole('link', { name: '550e8400-e29b-41d4-a716-446655440000' }).click();
    await page.getByText('Golden record').waitFor();
    await page.goto('/rejections');
    await page.getByRole('link', { name: /country_unknown/ }).waitFor();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
});
