// Records that failed: seen in the overview, mended in the inbox one by one and all at once, checked before they are sent.

import { beforeAll, expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole } from './browser.ts';
import { cobi, uuid } from '../helpers/people.ts';

describeConsole('mending in the console', (desk) => {
  beforeAll(async () => {
    const records = [cobi(1, { region: 'UK' }), cobi(2, { region: 'ca' }), cobi(3, { region: 'XX' }), cobi(4), cobi(5, { region: 'usa' })];
    await desk().api.post('/cobi/v1/data/customers', { records });
  });

  it('adds up in the overview, and leads from a figure to the list behind it', async () => {
    const page = await desk().visit('/');
    await page.getByText('= 1 created + 4 rejected').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page
      .getByRole('list', { name: 'Open rejections by issue' })
      .getByRole('link', { name: /^country unknown ?: \d$/ })
      .click();
    await page.getByRole('link', { name: 'country_unknown' }).first().waitFor();
    expect(new URL(page.url()).searchParams.get('code')).toBe('country_unknown');
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });

  it('leads from the bars of a day to the lists behind them, by mouse and by keys', async () => {
    const page = await desk().visit('/');
    const bars = page.getByRole('group', { name: 'Records received by day and outcome' }).getByRole('link');
    await bars.filter({ visible: true }).first().waitFor();
    // One stop of the Tab key, from which arrows go on.
    expect(await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('tabindex')))).toEqual(['0', '-1']);
    await page.getByRole('link', { name: /: 1 created$/ }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Rejections' }).waitFor();
    expect(new URL(page.url()).searchParams.get('day')).toMatch(/^\d{4}-\d\d-\d\d$/);
    await page.goBack();
    await page.getByRole('link', { name: /: 1 created$/ }).click();
    await page.getByRole('link', { name: uuid(4) }).waitFor();
    expect(new URL(page.url()).searchParams.has('changedSince')).toBe(true);
  });

  it('mends a record with its suggestion and shows the customer it became', async () => {
    const page = await desk().visit('/rejections');
    await page
      .getByRole('row', { name: uuid(1) })
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: 'Use "GB"' }).click();
    await page.getByText('No fault left: try it again.').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Taken: created').waitFor();
    await page.getByRole('link', { name: 'See the customer' }).click();
    await page
      .getByRole('row', { name: /^Country/ })
      .getByText('GB')
      .waitFor();
  });

  it('takes all certain fixes at once, and dismisses the rest with a reason', async () => {
    const page = await desk().visit('/rejections');
    await page.getByRole('link', { name: 'country_unknown' }).first().waitFor();
    await page.getByRole('button', { name: 'Take all certain fixes' }).click();
    await page.getByText('2 of 3 mended and taken. The others need you.').waitFor();
    await page
      .getByRole('row', { name: uuid(3) })
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: 'Dismiss …' }).click();
    await page.getByLabel('Why they need no mending').fill('a record to try things with');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.getByText('a record to try things with').waitFor();
    await page.getByRole('link', { name: 'Rejections' }).first().click();
    await page.getByText('Nothing to mend').waitFor();
    await page.getByRole('button', { name: 'Remove the filter State' }).click();
    await page.getByRole('row', { name: new RegExp(`${uuid(3)}.*dismissed`) }).waitFor();
  });

  it('mends and dismisses the chosen ones alone', async () => {
    const records = [cobi(11, { region: 'UK' }), cobi(12, { region: 'UK' }), cobi(13, { region: 'XX' })];
    await desk().api.post('/cobi/v1/data/customers', { records });
    const page = await desk().visit('/rejections');
    const choose = async (number: number): Promise<void> =>
      page
        .getByRole('row', { name: uuid(number) })
        .getByRole('checkbox')
        .check();
    await choose(11);
    await choose(13);
    await page.getByRole('button', { name: 'Take certain fixes of 2 chosen' }).click();
    await page.getByText('1 of 2 mended and taken. The others need you.').waitFor();
    await page.getByRole('row', { name: uuid(11) }).waitFor({ state: 'detached' });
    await choose(13);
    await page.getByRole('button', { name: 'Dismiss 1 chosen …' }).click();
    await page.getByLabel('Why they need no mending').fill('no such country');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.getByRole('row', { name: uuid(13) }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: uuid(12) }).waitFor();
  });

  it('checks a record while one types, takes fixes, and shows it in the other formats with what is lost', async () => {
    const page = await desk().visit('/convert');
    await page.getByRole('button', { name: 'Cobi', exact: true }).click();
    await page.getByText('It would be rejected: 2 errors.').waitFor();
    await page.getByRole('button', { name: 'Take all' }).click();
    await page.getByText('Valid: the registry would take it as it is.').waitFor();
    await page.getByRole('list', { name: 'Lost in wasabi' }).getByText('/gender').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.getByLabel('Record', { exact: true }).fill('{"eventType": "CUSTOMER"\u00a0}');
    await page.getByText('A record of wasabi').waitFor();
    await page.getByRole('button', { name: 'Use plain spaces' }).click();
    await page.getByRole('button', { name: 'Use plain spaces' }).waitFor({ state: 'detached' });
  });
});
