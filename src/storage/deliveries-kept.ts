// Deliveries as people look at them: lists by what they are of, one with its attempts, and what is to be sent again.

import { firstIdAt } from './outbox.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { DeliveryState } from './deliveries.ts';
import type { Param } from './engine.ts';

export interface KeptDelivery {
  readonly id: string;
  readonly state: DeliveryState;
  readonly type: string;
  readonly customerId: string | null;
  readonly sequence: number;
  readonly version: number | null;
  readonly occurredAt: string;
  readonly attempts: number;
  /** When it is sent again; null: not by itself. */
  readonly dueAt: string | null;
  readonly settledAt: string | null;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly type?: string | undefined;
  readonly customerId?: string | undefined;
  /** Events that happened then or later. */
  readonly since?: string | undefined;
  /** Events that happened before. */
  readonly until?: string | undefined;
}

type Row = Record<'delivery_id' | 'type' | 'subject_id' | 'sequence' | 'occurred_at' | 'attempts', string> & {
  readonly state: DeliveryState;
  readonly version: string | null;
  readonly due_at: string | null;
  readonly settled_at: string | null;
};

const COLUMNS = 'delivery_id, state, type, subject_id, sequence, version, occurred_at, attempts, due_at, settled_at';

/** Deliveries that the filter lets through, latest event first, from behind `after`. */
export async function listDeliveries(
  tx: AccountTx,
  filter: DeliveryFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<KeptDelivery[]> {
  const { condition, params } = conditionOf(tx.accountId, { ...filter, before: after });
  const { rows } = await tx.query<Row>({
    sql: `select ${COLUMNS} from delivery where ${condition} order by delivery_id desc limit $${params.length + 1}`,
    params: [...params, limit],
  });
  return rows.map(keptFrom);
}

/** The state stands in the statement itself: only then do indexes over the rows of one state serve. */
function conditionOf(accountId: string, filter: DeliveryFilter & { before?: string | null }): { condition: string; params: Param[] } {
  const params: Param[] = [accountId];
  const parts = ['account_id = $1'];
  const add = (sql: string, value: string | null | undefined): void => {
    if (value !== undefined && value !== null) parts.push(`${sql} $${params.push(value)}`);
  };
  if (filter.state) parts.push(`state = '${filter.state}'`);
  add('type =', filter.type);
  add('subject_id =', filter.customerId);
  add('delivery_id >=', filter.since && firstIdAt(filter.since));
  add('delivery_id <', filter.until && firstIdAt(filter.until));
  add('delivery_id <', filter.before);
  return { condition: parts.join(' and '), params };
}

/** One delivery with its attempts, as JSON text, first to last. */
export async function findDelivery(tx: AccountTx, deliveryId: string): Promise<{ delivery: KeptDelivery; attemptLog: string } | null> {
  const { rows } = await tx.query<Row & { attempt_log: string | null }>({
    sql: `select ${COLUMNS}, attempt_log from delivery where account_id = $1 and delivery_id = $2`,
    params: [tx.accountId, deliveryId],
  });
  const [row] = rows;
  return row ? { delivery: keptFrom(row), attemptLog: row.attempt_log ?? '[]' } : null;
}

/** Has settled deliveries sent again, oldest first, at most `limit`; how many those are. */
export async function updateToReplay(
  tx: AccountTx,
  filter: DeliveryFilter,
  { now, limit }: { now: string; limit: number },
): Promise<number> {
  const { condition, params } = conditionOf(tx.accountId, filter);
  const { rowCount } = await tx.query({
    sql: `with chosen as (
  select delivery_id from delivery where ${condition} and state not in ('pending', 'retrying') and due_at is null
  order by delivery_id limit $${params.length + 1}
)
update delivery d set due_at = $${params.length + 2}::timestamptz where d.account_id = $1 and d.delivery_id in (select delivery_id from chosen)`,
    params: [...params, limit, now],
  });
  return rowCount;
}

/** Has one settled delivery sent again. */
export async function updateOneToReplay(tx: AccountTx, deliveryId: string, now: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `update delivery set due_at = $3::timestamptz where account_id = $1 and delivery_id = $2 and state not in ('pending', 'retrying')`,
    params: [tx.accountId, deliveryId, now],
  });
  return rowCount > 0;
}

function keptFrom(row: Row): KeptDelivery {
  return {
    id: row.delivery_id,
    state: row.state,
    type: row.type,
    customerId: row.type.startsWith('customer.') ? row.subject_id : null,
    sequence: Number(row.sequence),
    version: row.version === null ? null : Number(row.version),
    occurredAt: timeFrom(row.occurred_at),
    attempts: Number(row.attempts),
    dueAt: nullableTimeFrom(row.due_at),
    settledAt: nullableTimeFrom(row.settled_at),
  };
}
