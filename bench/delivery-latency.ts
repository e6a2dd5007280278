// Webhooks: how long after its commit a change is at the receiver, while changes come in at half the rate that deliveries must reach.

import { request } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import { ageOfEvent, ALLOW, figureOfTimes, startHookReceiver } from './hooks.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import { headersOf, withPlace } from './product.ts';
import type { Bench } from './stage.ts';

const PER_SECOND = 2_500;
const RECORDS = 50_000;
/** Records of a request: one comes every 20 ms. */
const SIZE = 50;
const WARM_UP_SHARE = 0.2;

export const deliveryLatency: Bench = {
  name: 'delivery-latency',
  figures: ['webhook-latency'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      const count = stage.count(RECORDS);
      const ages: number[] = [];
      const receiver = await startHookReceiver((incoming, answer) => {
        void ageOfEvent(incoming).then((age) => ages.push(age));
        answer.writeHead(204).end();
      });
      await stage.withServer({ ...place, env: { ...place.env, ...ALLOW } }, async ({ origin }) => {
        await ask(`${origin}/v1/webhooks`, 'PUT', JSON.stringify({ url: receiver.url }), 'application/json');
        await send(origin, bodiesOf(sampleTexts('wasabi', count), SIZE, 'lines'));
        while (ages.length < count) await sleep(20);
      });
      receiver.stop();
      return [figureOfTimes('webhook-latency', ages.slice(count * WARM_UP_SHARE))];
    }),
};

/** Sends on time, whatever the answers take. */
async function send(origin: string, bodies: readonly Buffer[]): Promise<void> {
  const beganAt = performance.now();
  const answers: Promise<void>[] = [];
  for (const [at, body] of bodies.entries()) {
    await sleep(Math.max(0, beganAt + (at * SIZE * 1000) / PER_SECOND - performance.now()));
    answers.push(ask(`${origin}/wasabi/events`, 'POST', body, 'application/x-ndjson'));
  }
  await Promise.all(answers);
}

async function ask(url: string, method: 'PUT' | 'POST', body: string | Buffer, contentType: string): Promise<void> {
  const answer = await request(url, { method, body, headers: headersOf(contentType) });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}.`);
}
