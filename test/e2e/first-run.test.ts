// An empty registry in the console: each of the three ways to begin leads to a customer.

import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { axeFaultsInBoth, describeConsole } from './browser.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { startReceiver } from '../webhooks/receiver.ts';
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

  it('loads the story, and leads through it: a person, why a value is shown, a mended record, its delivery', async () => {
    const [, , page] = ways as [Page, Page, Page];
    const receiver = await startReceiver();
    onTestFinished(() => receiver.stop());
    await desk().api.send('PUT', '/v1/webhooks', { url: receiver.url });
    await page.getByRole('button', { name: 'Load the story' }).click();
    await page.getByText(/The story is told: 3 records created, 1 updated, 4 rejected, 2 that changed nothing/).waitFor();
    await page.getByLabel('Search customers').fill('Newtown');
    await page.getByRole('link', { name: '550e8400-e29b-41d4-a716-446655440000' }).click();
    await page
      .getByRole('row', { name: /^Country/ })
      .getByRole('button', { name: /1 lost/ })
      .click();
    await page.getByText(/CA of cobi, because it is older/).waitFor();
    await page.getByRole('link', { name: 'Rejections' }).first().click();
    await page.getByRole('link', { name: /country_unknown/ }).click();
    await page.getByRole('button', { name: 'Use "GB"' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'See the customer' }).click();
    await page.getByRole('tab', { name: 'Deliveries' }).click();
    await page.getByRole('link', { name: 'customer.created' }).click();
    await page.getByText('delivered').waitFor();
    await page.getByText('204', { exact: true }).waitFor();
  });
});
