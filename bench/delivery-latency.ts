// Webhooks: how long after its commit a change is at the receiver, while changes come in at half the rate that deliveries must reach. A
// commit's time is told before it is on disk, so that a disk that stalls is in these times; how long the senders waited tells when it did.

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
  figures: ['webhook-latency-writes', 'webhook-latency'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      const count = stage.count(RECORDS);
      const ages: number[] = [];
      let waits: number[] = [];
      const receiver = await startHookReceiver((incoming, answer) => {
        void ageOfEvent(incoming).then((age) => ages.push(age));
        answer.writeHead(204).end();
      });
      await stage.withServer({ ...place, env: { ...place.env, ...ALLOW } }, async ({ origin }) => {
        await ask(`${origin}/v1/webhooks`, 'PUT', JSON.stringify({ url: receiver.url }), 'application/json');
        waits = await send(origin, bodiesOf(sampleTexts('wasabi', count), SIZE, 'lines'));
        while (ages.length < count) await sleep(20);
      });
      receiver.stop();
      const warm = (times: readonly number[]): readonly number[] => times.slice(times.length * WARM_UP_SHARE);
      return [figureOfTimes('webhook-latency-writes', warm(waits)), figureOfTimes('webhook-latency', warm(ages))];
    }),
};

/** Sends on time, whatever the answers take; gives how long each took, in milliseconds. */
async function send(origin: string, bodies: readonly Buffer[]): Promise<number[]> {
  const beganAt = performance.now();
  const answers: Promise<number>[] = [];
  for (const [at, body] of bodies.entries()) {
    await sleep(Math.max(0, beganAt + (at * SIZE * 1000) / PER_SECOND - performance.now()));
    answers.push(ask(`${origin}/wasabi/events`, 'POST', body, 'application/x-ndjson'));
  }
  return Promise.all(answers);
}

async function ask(url: string, method: 'PUT' | 'POST', body: string | Buffer, contentType: string): Promise<number> {
  const beganAt = performance.now();
  const answer = await request(url, { method, body, headers: headersOf(contentType) });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}.`);
  return performance.now() - beganAt;
}
