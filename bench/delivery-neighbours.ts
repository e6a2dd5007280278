// Webhooks: what receivers in trouble cost other accounts. A hundred accounts are told of ten changes a second each, first with all
// receivers well, then with ten that hang and ten that answer 500.

import { setTimeout as sleep } from 'node:timers/promises';
import { ageOfEvent, ALLOW, figureOfTimes, startHookReceiver, withStore } from './hooks.ts';
import { NEWS_CHANNEL } from '../src/storage/webhooks-lanes.ts';
import { insertTestAccount } from '../test/helpers/accounts.ts';
import { Client } from 'pg';
import { withPlace } from './product.ts';
import type { Bench } from './stage.ts';
import type { Database } from '../src/storage/database.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

const ACCOUNTS = 100;
const HANGING = 10;
const FAILING = 10;
const EVERY_MS = 10;
/** Each time a tenth of them. */
const GROUPS = 10;
const SECONDS = 15;
const WARM_UP_SHARE = 0.2;

export const deliveryNeighbours: Bench = {
  name: 'delivery-neighbours',
  figures: ['webhook-neighbours-well', 'webhook-neighbours'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      const town = new Town();
      const receiver = await startHookReceiver((request, answer) => town.take(request, answer));
      await stage.withServer(place, async () => undefined);
      const databaseUrl = place.env['DATABASE_URL'] ?? '';
      await withStore(databaseUrl, (database) => settle(database, receiver.url));
      const client = new Client(databaseUrl);
      await client.connect();
      const figures = await stage.withServer({ ...place, env: { ...place.env, ...ALLOW } }, async () => {
        const well = await town.live(client, 'webhook-neighbours-well');
        town.isInTrouble = true;
        return [well, await town.live(client, 'webhook-neighbours')];
      });
      await client.end();
      receiver.stop();
      return figures;
    }),
};

/** The receivers of all accounts, by the number in their address. */
class Town {
  isInTrouble = false;
  #ages: number[] = [];

  take(request: IncomingMessage, answer: ServerResponse): void {
    const house = Number(request.url?.slice(1));
    if (house >= HANGING + FAILING) void ageOfEvent(request).then((age) => this.#ages.push(age));
    else request.resume();
    if (!this.isInTrouble || house >= HANGING + FAILING) answer.writeHead(204).end();
    else if (house >= HANGING) answer.writeHead(500).end();
  }

  /** Ages of what those receivers got that are well in both runs. */
  async live(client: Client, name: string): Promise<ReturnType<typeof figureOfTimes>> {
    this.#ages = [];
    const beganAt = performance.now();
    for (let turn = 0; turn < (SECONDS * 1000) / EVERY_MS; turn += 1) {
      await sleep(Math.max(0, beganAt + turn * EVERY_MS - performance.now()));
      await client.query(TELL, [turn % GROUPS]);
    }
    await sleep(1_000);
    return figureOfTimes(name, this.#ages.slice(this.#ages.length * WARM_UP_SHARE));
  }
}

/** A change of an account of the group each, as its own transaction would write it. */
const TELL = `
with told as (
  select account_id, split_part(webhook_uri, '/', 4)::integer as house from account where webhook_uri is not null
), written as (
  insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, version, occurred_at, document)
  select account_id, delivery_id(clock_timestamp(), 1), 1, gen_random_uuid(), 'customer.created', 1, 1, clock_timestamp(), '{"id":"' || repeat('x', 680) || '"}'
  from told where house % ${GROUPS} = $1 returning account_id
), woken as (
  insert into webhook_lane as l (account_id, endpoint_id, told) select account_id, 1, 1 from written
  on conflict (account_id, endpoint_id) do update set told = l.told + 1 returning 1
)
select pg_notify('${NEWS_CHANNEL}', '') from woken limit 1`;

async function settle(database: Database, url: string): Promise<void> {
  for (let house = 0; house < ACCOUNTS; house += 1) {
    const { accountId } = await insertTestAccount(database);
    await database.onPlatform((tx) =>
      tx.query({ sql: 'update account set webhook_uri = $2 where account_id = $1', params: [accountId, `${url}${house}`] }),
    );
  }
}
