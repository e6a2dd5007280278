// The webhook in the console: set, tried out, paused, and a delivery that failed found, understood and sent again.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFaultsInBoth, describeConsole } from './browser.ts';
import { ok, startReceiver, withStatus } from '../webhooks/receiver.ts';
import { wasabi } from '../helpers/people.ts';
import type { Receiver } from '../webhooks/receiver.ts';

describeConsole('webhooks in the console', (desk) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());

  it('sets an address, says what is wrong with one, and sends a test', async () => {
    const page = await desk().visit('/webhooks');
    await page.getByText('Nobody is told yet').waitFor();
    await page.getByRole('button', { name: 'Set an address' }).click();
    const dialog = page.getByRole('dialog', { name: 'What is sent' });
    await dialog.getByLabel('Address').fill('http://10.0.0.1/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').getByText('private', { exact: false }).waitFor();
    await dialog.getByLabel('Address').fill(receiver.url);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('heading', { name: 'webhook.test' }).waitFor();
    await page.getByText('delivered').waitFor();
    await page.getByText('204', { exact: true }).waitFor();
    expect(receiver.received.map(({ body }) => body?.type)).toEqual(['webhook.test']);
  });

  it('shows the secret when asked, and makes a new one beside it', async () => {
    const page = await desk().visit('/webhooks');
    await page.getByRole('button', { name: 'Show' }).click();
    const secrets = page.getByText(/^whsec_[A-Za-z0-9+/=]+$/);
    await secrets.first().waitFor();
    const before = await secrets.first().textContent();
    await page.getByRole('button', { name: 'Rotate …' }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByText('signs as well until').waitFor();
    const now = await secrets.allTextContents();
    expect(now).toHaveLength(2);
    expect(now[0]).not.toBe(before);
    expect(now[1]).toBe(before);
  });

  it('finds a delivery that the receiver refused, shows its answer, and sends it again', async () => {
    receiver.answer = (_received, answer) => void answer.writeHead(503).end('<b>closed</b> for today');
    await desk().api.post('/wasabi/events', wasabi('told'));
    const page = await desk().visit('/webhooks?state=retrying');
    await page.getByRole('link', { name: 'customer.created' }).click();
    await page.getByText('<b>closed</b> for today').first().waitFor();
    const { body } = await desk().api.get<{ id: string }>('/v1/customers/by/wasabi/told');
    await page.goto(`/customers/${body.id}?tab=deliveries`);
    await page.getByRole('link', { name: 'customer.created' }).click();
    await page.getByText('<b>closed</b> for today').first().waitFor();
    await page.getByRole('link', { name: body.id }).waitFor();
    receiver.answer = ok;
    await page.goto('/webhooks');
    await page.getByRole('link', { name: 'webhook.test' }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('sent again by hand').waitFor();
    await receiver.until((all) => all.some(({ isReplay }) => isReplay));
  });

  it('sends again all that filters find', async () => {
    const page = await desk().visit('/webhooks');
    await page.getByRole('link', { name: 'webhook.test' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send all that match again …' }).count()).toBe(0);
    const before = receiver.received.length;
    await page.getByRole('button', { name: 'Event' }).click();
    await page.getByRole('button', { name: 'webhook.test' }).click();
    await page.getByRole('link', { name: 'customer.created' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Send all that match again …' }).click();
    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    await page.getByText('1 are sent again.').waitFor();
    // What the receiver refused before is tried again meanwhile, and is no replay.
    await receiver.until((all) => all.slice(before).some(({ isReplay }) => isReplay));
    const replays = receiver.received.slice(before).filter(({ isReplay }) => isReplay);
    expect(replays.map(({ body }) => body?.type)).toEqual(['webhook.test']);
  });

  it('pauses, goes on, and says why the registry stopped', async () => {
    const page = await desk().visit('/webhooks');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Changes are kept, and told in their order', { exact: false }).waitFor();
    receiver.answer = withStatus(410);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('410', { exact: true }).first().waitFor();
    await page.goto('/webhooks');
    await page.getByText('The receiver answered 410', { exact: false }).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.goto('/');
    await page.getByText('stopped: the receiver answered that it is gone').waitFor();
    await page.getByRole('link', { name: 'disabled' }).click();
    await page.getByRole('link', { name: 'webhook.test' }).first().click();
    await page.getByText('Attempts').first().waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
  });
});
