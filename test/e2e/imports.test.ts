// Files in the console: recognised before they go up, followed, given back where they are faulty, undone and brought back.

import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole } from './browser.ts';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { importFile } from '../helpers/imports.ts';
import type { Page } from './browser.ts';

const DATES = '2023-01-15T14:30:00Z,2023-06-22T09:15:30Z';
const row = (number: number, region: string): string => `${uuid(number)},${uuid(number + 500)},${region},1990-01-01,${DATES},43`;
const TABLE = ['key,user_id,region,dob,created,updated,shoe size', row(1, 'CA'), row(2, 'UK'), row(3, 'GB')].join('\n');
const LINES = [4, 5].map((number) => `${JSON.stringify(cobi(number))}\n`).join('');

describeConsole('imports in the console', (desk) => {
  const choose = async (page: Page, name: string, text: string | Buffer): Promise<void> => {
    const files = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) };
    await page.locator('input[type="file"]').first().setInputFiles(files);
    await page.getByRole('heading', { name }).waitFor();
  };

  it('recognises a table, lets its columns be mapped, takes it in, and gives back what is faulty', async () => {
    const page = await desk().visit('/imports');
    await page.getByText('Drop a file here').waitFor();
    await choose(page, 'students.csv', TABLE);
    await page.getByText('A table, recognised as cobi (customer)').waitFor();
    await page.getByText('Of the first 3, 0 would be taken and 3 rejected.').waitFor();
    await page.getByRole('combobox', { name: 'Field of the column key' }).click();
    await page.getByRole('option', { name: 'customer_id' }).click();
    await page.getByText('Of the first 3, 2 would be taken and 1 rejected.').waitFor();
    await page.getByRole('row', { name: /country_unknown.*"GB"/ }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('finished').waitFor();
    await page.getByRole('row', { name: 'received 3' }).waitFor();
    await page.getByRole('row', { name: /1 \/region country_unknown.*"GB" 3/ }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Rejected records' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('students.rejects.csv');
    expect(await textOf(await file.createReadStream())).toContain(`${uuid(2)},`);
  });

  it('goes on with a file while somebody is on another page, and leaves them there', async () => {
    const page = await desk().visit('/imports');
    await page.getByText('Import a file').first().waitFor();
    await choose(page, 'slowly.ndjson', `${JSON.stringify(cobi(31))}\n`);
    const left = Promise.withResolvers<void>();
    await page.route('**/v1/imports?**', async (route) => {
      await left.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    const complete = page.waitForResponse(/\/complete$/);
    left.resolve();
    await complete;
    expect(new URL(page.url()).pathname).toBe('/audit');
  });

  it('shows which records of a file would join somebody, and what would contradict what is known of them', async () => {
    await desk().api.post('/wasabi/events', wasabi(uuid(41), { dateOfBirth: '1990-01-01' }));
    const { id } = await importFile(desk().api, `${JSON.stringify(cobi(41, { birthdate: '1991-01-01' }))}\n`, '?dryRun=true');
    const page = await desk().visit(`/imports/${id}`);
    await page.getByText('1 of 1 new records.').waitFor();
    const { body } = await desk().api.get<{ id: string }>(`/v1/customers/by/wasabi/${uuid(41)}`);
    const joins = page.getByRole('region', { name: 'Joins' });
    await joins.getByRole('row', { name: `1 ${uuid(41)} ${body.id.slice(0, 8)}…` }).waitFor();
    const conflicts = page.getByRole('region', { name: 'Conflicts' });
    await conflicts.getByRole('row', { name: /^1 Birth date 1991-01-01 cobi 1990-01-01 wasabi/ }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });

  it('shows what a file would change before it is taken in', async () => {
    await desk().api.post('/cobi/v1/data/customers', { records: [cobi(21, { region: 'CA' })] });
    const page = await desk().visit('/imports');
    await page.getByText('Import a file').first().waitFor();
    const changed = cobi(21, { region: 'GB', updated: '2025-01-01T00:00:00Z' });
    await choose(
      page,
      'change.ndjson',
      [changed, cobi(22), cobi(23, { region: 'XX' })].map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    await page.getByRole('button', { name: 'See what it would change' }).click();
    await page.getByText('dry run: nothing is taken in').waitFor();
    await page.getByText('1 created, 1 updated').waitFor();
    const differences = page.getByRole('region', { name: 'Customers who would change' }).last();
    await differences
      .getByRole('row', { name: /^1 updated/ })
      .getByText('CA → GB')
      .waitFor();
    await page.getByRole('row', { name: /^rejected.*1$/ }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect((await desk().api.get<{ country: string }>(`/v1/customers/by/cobi/${uuid(21)}`)).body.country).toBe('CA');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Rejected records' }).click();
    expect(await textOf(await (await download).createReadStream())).toContain('"_code":"country_unknown"');
    await page.getByRole('button', { name: 'Import it' }).click();
    await page.getByText('What became of the records').waitFor();
    await page.getByRole('row', { name: 'received 3' }).waitFor();
    expect((await desk().api.get<{ country: string }>(`/v1/customers/by/cobi/${uuid(21)}`)).body.country).toBe('GB');
  });

  it('mends what was rejected in a table: by a click, by writing into the faulty cell, and all at once', async () => {
    const faulty = [row(11, 'UK'), row(12, 'XX'), row(13, 'ca'), row(14, 'GB').replace('1990-01-01', '1990-13-01')];
    const { id } = await importFile(
      desk().api,
      [TABLE.split('\n')[0], ...faulty].join('\n'),
      '?name=mend.csv&mapping=%7B%22key%22%3A%22customer_id%22%7D',
    );
    const page = await desk().visit(`/imports/${id}`);
    const table = page.getByRole('region', { name: 'Rejected records' });
    await table
      .getByRole('row', { name: /^Line 2/ })
      .getByRole('button', { name: 'Use "GB"' })
      .click();
    await table.getByRole('textbox', { name: '/region of Line 3' }).fill('YY');
    await page.keyboard.press('Enter');
    await table
      .getByRole('row', { name: /^Line 3/ })
      .getByText('1 fault left')
      .waitFor();
    await table.getByRole('textbox', { name: '/region of Line 3' }).fill('FR');
    await page.keyboard.press('Enter');
    await table
      .getByRole('row', { name: /^Line 3/ })
      .getByText('mended')
      .waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send what is mended (2)' }).click();
    await page.getByText('2 of 2 mended and taken.').waitFor();
    await page.getByRole('button', { name: 'Take all certain fixes' }).click();
    await page.getByText('1 of 2 mended and taken. The others need you.').waitFor();
    await table.getByRole('textbox', { name: '/birthdate of Line 5' }).fill('1990-12-01');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send what is mended (1)' }).click();
    await page.getByText('Every rejected record of this import was dealt with.').waitFor();
    const { body } = await desk().api.get<{ country: string; birthDate: string }>(`/v1/customers/by/cobi/${uuid(14)}`);
    expect(body).toMatchObject({ country: 'GB', birthDate: '1990-12-01' });
  });

  it('says what undoing changes, undoes, and brings back', async () => {
    const { id } = await importFile(desk().api, LINES, '?name=two.ndjson');
    const page = await desk().visit(`/imports/${id}`);
    await page.getByRole('button', { name: 'Undo …' }).click();
    await page.getByText(/Takes back 2 versions of records\. 2 customers change, 2 of them .* are removed\./).waitFor();
    await page.getByRole('button', { name: 'Undo it' }).click();
    await page.getByText('undone', { exact: true }).waitFor();
    expect((await desk().api.get<{ status: string }>(`/v1/customers/by/cobi/${uuid(4)}`)).body.status).toBe('removed');
    await page.getByRole('button', { name: 'Bring back …' }).click();
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await page.getByText('finished').waitFor();
    expect((await desk().api.get<{ status: string }>(`/v1/customers/by/cobi/${uuid(4)}`)).body.status).toBe('active');
  });

  it('takes a file that is dropped anywhere, packed or not', async () => {
    const page = await desk().visit('/customers');
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    const bytes = JSON.stringify([...gzipSync(LINES)]);
    const file = `new File([new Uint8Array(${bytes})], 'dropped.ndjson.gz')`;
    const data = await page.evaluateHandle(`(() => { const all = new DataTransfer(); all.items.add(${file}); return all; })()`);
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.dispatchEvent('.mantine-Dropzone-root', 'drop', { dataTransfer: data });
    await page.getByText('One record a line, recognised as cobi (customer)').waitFor();
    await page.getByText('Nothing is wrong with them.').waitFor();
  });

  it('goes on with an upload that broke off', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const { body } = await desk().api.post<{ id: string }>('/v1/imports?upload=parts&name=broken.ndjson', '', headers);
    await desk().api.post(`/v1/imports/${body.id}/parts?offset=0`, LINES.slice(0, 100), headers);
    const page = await desk().visit(`/imports/${body.id}`);
    await page.getByText('100 B are there.', { exact: false }).waitFor();
    const files = { name: 'broken.ndjson', mimeType: 'text/plain', buffer: Buffer.from(LINES) };
    await page.locator('#page input[type="file"]').setInputFiles(files);
    await page.getByRole('row', { name: 'received 2' }).waitFor();
    await page.getByText('finished').waitFor();
  });

  it('says why a file cannot be taken', async () => {
    const { id } = await importFile(desk().api, '{"tm_create":"2023-01-01"}\n', '?name=accounts.json');
    const page = await desk().visit(`/imports/${id}`);
    await page.getByRole('alert').getByText('VoIPBin customers', { exact: false }).waitFor();
  });

  it('is usable by everyone', async () => {
    const { id } = await importFile(desk().api, TABLE, '?name=faulty.csv&mapping=%7B%22key%22%3A%22customer_id%22%7D');
    const page = await desk().visit(`/imports/${id}`);
    await page.getByRole('row', { name: 'received 3' }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.goto('/imports');
    await page.getByRole('link', { name: 'faulty.csv' }).waitFor();
    await choose(page, 'students.csv', TABLE);
    await page.getByRole('combobox', { name: 'Field of the column key' }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });
});
