// Answers that come late: nobody is called back from where they went, and nothing is said that is not so any more.

import { expect, it } from 'vitest';
import { describeConsole } from './browser.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { importFile } from '../helpers/imports.ts';
import type { Page } from './browser.ts';

const LINE = (number: number): Buffer => Buffer.from(`${JSON.stringify(cobi(number))}\n`);

/** Has requests to `url` wait; gives what lets them go. */
async function hold(page: Page, url: string | RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

async function goToAudit(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('heading', { name: 'Audit' }).waitFor();
}

/** Once all that was asked for has been answered. */
async function expectStillOnAudit(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect(new URL(page.url()).pathname).toBe('/audit');
}

async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('#page input[type="file"]').first().setInputFiles({ name, mimeType: 'text/plain', buffer });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

describeConsole('late answers in the console', (desk) => {
  it('says what the sample story told to who went elsewhere meanwhile, and leaves them there', async () => {
    const page = await desk().visit('/');
    await page.getByRole('heading', { name: 'Welcome to Clientele' }).waitFor();
    const release = await hold(page, '**/wasabi/events');
    await page.getByRole('button', { name: 'Load the story' }).click();
    await goToAudit(page);
    release();
    await page.getByText(/The story is told: 3 records created/).waitFor();
    await expectStillOnAudit(page);
  });

  it('sends a test of the webhook, and leaves who went elsewhere meanwhile where they are', async () => {
    await desk().api.send('PUT', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
    const page = await desk().visit('/webhooks');
    const release = await hold(page, '**/v1/webhooks/test');
    const answered = page.waitForResponse('**/v1/webhooks/test');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await goToAudit(page);
    release();
    expect((await answered).ok()).toBe(true);
    await expectStillOnAudit(page);
  });

  it('takes in what was tried, and leaves who went elsewhere meanwhile where they are', async () => {
    const page = await desk().visit('/imports');
    await page
      .locator('#page input[type="file"]')
      .first()
      .setInputFiles({ name: 'tried.ndjson', mimeType: 'text/plain', buffer: LINE(51) });
    await page.getByRole('button', { name: 'See what it would change' }).click();
    const importIt = page.getByRole('button', { name: 'Import it' });
    await importIt.waitFor();
    const release = await hold(page, '**/v1/imports?**');
    const complete = page.waitForResponse(/\/complete$/);
    await importIt.click();
    await goToAudit(page);
    release();
    await complete;
    await expectStillOnAudit(page);
    await expect.poll(async () => (await desk().api.get(`/v1/customers/by/cobi/${uuid(51)}`)).status).toBe(200);
  });

  it('does not call an upload broken off while it waits to hear that the file is whole', async () => {
    const page = await desk().visit('/imports');
    const letPartsGo = await hold(page, '**/v1/imports/*/parts?**');
    await chooseFile(page, 'whole.ndjson', LINE(52));
    const sending = page.getByRole('heading', { name: 'Sending the file' });
    await sending.waitFor();
    const letLooksGo = await hold(page, /\/v1\/imports\/[^/]+$/);
    const complete = page.waitForResponse(/\/complete$/);
    letPartsGo();
    await complete;
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    expect(await page.getByText('The upload broke off').count()).toBe(0);
    await sending.waitFor();
    letLooksGo();
    await page.getByText('finished').waitFor();
  });

  it('asks before it leaves a page that still sends a file, also once another file went up', async () => {
    const page = await desk().visit('/imports', {});
    const first = Promise.withResolvers<void>();
    const sent: string[] = [];
    await page.route('**/v1/imports/*/parts?**', async (route) => {
      if (sent.push(route.request().url()) === 1) await first.promise;
      await route.continue();
    });
    await chooseFile(page, 'first.ndjson', LINE(53));
    await page.getByRole('heading', { name: 'Sending the file' }).waitFor();
    await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
    await page.getByRole('link', { name: 'first.ndjson' }).waitFor();
    await chooseFile(page, 'second.ndjson', LINE(54));
    await page.getByText('finished').waitFor();
    const dialog = page.waitForEvent('dialog');
    const closed = page.close({ runBeforeUnload: true });
    const asked = await dialog;
    expect(asked.type()).toBe('beforeunload');
    await asked.dismiss();
    await closed;
    first.resolve();
    await page.waitForResponse(/\/complete$/);
  });

  it('lists what an import brought to who had looked through the list before', async () => {
    const records = Array.from({ length: 400 }, (_, at) => cobi(1_000 + at));
    await desk().api.post('/cobi/v1/data/customers', { records });
    const page = await desk().visit('/customers', {});
    for (const shown of [200, 300, 400]) {
      await page.getByText(new RegExp(`^\\d+ shown of`)).waitFor();
      await page.keyboard.press('End');
      await page.getByText(new RegExp(`^${shown} shown of`)).waitFor();
    }
    const { id } = await importFile(desk().api, LINE(55).toString());
    await page.evaluate('scrollTo(0, 0)');
    await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
    await page.locator(`a[href="/imports/${id}"]`).click();
    await page.getByRole('row', { name: 'received 1' }).waitFor();
    await page.getByRole('link', { name: 'Customers', exact: true }).click();
    await page.getByRole('link', { name: uuid(55) }).waitFor();
  });
});
