// Customers found: a page in any order, and how many there are. A page starts behind the last entry of the one before (keyset), so
// that nothing comes twice and nothing is skipped that did not move.

import { conditionsOf, educationCondition, Params } from './customer-filters.ts';
import { CUSTOMER_COLUMNS, customerFrom, shownJson } from './customers.ts';
import { findMatches, matchCondition, MATCHES_MAX } from './search-customers.ts';
import { DatabaseError } from './engine.ts';
import { pagesOf } from './verify/cursor.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { Matches } from './search-customers.ts';
import type { CustomerFilters, CustomerPosition, CustomerQuery, CustomerSort, SortField } from '../core/customer-query.ts';
import type { CustomerRow, CustomerText } from './customers.ts';

/** A customer, and its value of the sort field. */
export interface FoundCustomer extends Pick<CustomerText, 'customerId' | 'json'> {
  readonly sortValue: string | null;
}

export interface CustomerPage {
  /** Where the page before ended; null: this is the first. */
  readonly after: CustomerPosition | null;
  readonly limit: number;
  /** Where the database ends no statement by time: entries of an order that are walked for a page, at most. */
  readonly walkedMax?: number;
}

/** SQLSTATE of a statement that its time limit ended; of a walk that was too long, too. */
export const CANCELLED = '57014';

const SORT_COLUMNS: Record<SortField, { readonly name: string; readonly type: 'date' | 'timestamptz'; readonly isNullable: boolean }> = {
  changedAt: { name: 'changed_at', type: 'timestamptz', isNullable: false },
  updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: true },
  createdAt: { name: 'created_at', type: 'timestamptz', isNullable: true },
  birthDate: { name: 'birth_date', type: 'date', isNullable: true },
};

/** No more columns than a page needs: reading 51 rows, the driver's work grows with each. */
type FoundRow = Omit<CustomerRow, 'version'> & { sort_value?: string | null };

const FOUND_COLUMNS = 'customer_id, changed_at, document';

/**
 * Has the transaction's statements end after `ms` (the embedded store knows no such limit), and keep to indexes: with young statistics
 * the planner takes a table of a million rows for a small one.
 */
export async function limitReading(tx: AccountTx, ms: number): Promise<void> {
  await tx.query({
    name: 'limit_reading',
    sql: `select set_config('statement_timeout', $1, true), set_config('enable_seqscan', 'off', true)`,
    params: [String(ms)],
  });
}

/** One page; those without a value of the sort field come last in either direction. */
export async function listCustomers(tx: AccountTx, { filters, sort }: CustomerQuery, page: CustomerPage): Promise<FoundCustomer[]> {
  const { after, limit } = page;
  const search = await searchFor(tx, filters);
  const column = SORT_COLUMNS[sort.by];
  const found: FoundCustomer[] = [];
  if (after === null || after.value !== null) found.push(...(await listPart(tx, { filters, sort, search, part: 'known' }, page)));
  if (!column.isNullable || found.length === limit) return found;
  const rest = { ...page, after: after?.value === null ? after : null, limit: limit - found.length };
  return [...found, ...(await listPart(tx, { filters, sort, search, part: 'unknown' }, rest))];
}

interface Search {
  /** What `q` matches; null: it is not asked for. */
  readonly matches: Matches | null;
  /** Whether an index leads to few customers, so that these are gathered and sorted, and no order is walked. */
  readonly isNarrow: boolean;
}

async function searchFor(tx: AccountTx, filters: CustomerFilters): Promise<Search> {
  const matches = filters.q === undefined ? null : await findMatches(tx, filters.q);
  const isNarrow = (matches !== null && matches.all !== null) || filters.externalId !== undefined || (await isSmallEducation(tx, filters));
  return { matches, isNarrow };
}

/**
 * Looked up and not left to the planner, which takes students of an institute for evenly spread over every order: where all of them are
 * of one age, it would walk most of the birth dates to meet the first.
 */
async function isSmallEducation(tx: AccountTx, filters: CustomerFilters): Promise<boolean> {
  const params = new Params(tx.accountId);
  const condition = educationCondition(filters, params);
  if (condition === null) return false;
  const some = `select from customer c where c.account_id = $1 and ${condition} limit ${MATCHES_MAX + 1}`;
  const { rows } = await tx.query<{ count: string }>({ sql: `select count(*) from (${some}) c`, params: params.values });
  return Number(rows[0]?.count) <= MATCHES_MAX;
}

interface Part {
  readonly filters: CustomerFilters;
  readonly sort: CustomerSort;
  readonly search: Search;
  /** Customers with a value of the sort field, or those without. */
  readonly part: 'known' | 'unknown';
}

async function listPart(tx: AccountTx, asked: Part, page: CustomerPage): Promise<FoundCustomer[]> {
  const { filters, sort, search, part } = asked;
  const { after, limit, walkedMax } = page;
  const { name: column, type } = SORT_COLUMNS[sort.by];
  const params = new Params(tx.accountId);
  const conditions = [...allConditions(filters, search, params), ...placeConditions(asked, after, params)];
  const direction = sort.isDescending ? 'desc' : 'asc';
  const end = walkedMax === undefined || search.isNarrow ? null : await walkEnd(tx, asked, { after, walkedMax });
  if (end !== null) conditions.push(...endCondition(asked, end, params));
  const sql = search.isNarrow
    ? gatheredPage({ column, direction, conditions, limit })
    : walkedPage({ column, direction, conditions, limit });
  const isPlain = Object.keys(filters).length === 0;
  const name = `list_customers_${column}_${direction}_${part}_${after === null ? 'first' : 'next'}_${limit}`;
  const { rows } = await tx.query<FoundRow>({ sql, params: params.values, ...(isPlain && NAMED_LIMITS.has(limit) && { name }) });
  if (end !== null && rows.length < limit) throw new DatabaseError(CANCELLED, 'more entries would have to be walked');
  return rows.map((row) => foundFrom(row, type));
}

/** The entry up to which a walk goes; null: the order ends before, or the table is small. */
async function walkEnd(
  tx: AccountTx,
  asked: Part,
  { after, walkedMax }: { readonly after: CustomerPosition | null; readonly walkedMax: number },
): Promise<CustomerPosition | null> {
  const { name: column, type } = SORT_COLUMNS[asked.sort.by];
  const direction = asked.sort.isDescending ? 'desc' : 'asc';
  const params = new Params(tx.accountId);
  const conditions = ['c.account_id = $1', ...placeConditions(asked, after, params)];
  const { rows } = await tx.query<Record<'customer_id', string> & { value: string | null }>({
    sql: `select c.customer_id, c.${column} as value from customer c
where ${conditions.join(' and ')} and (select reltuples from pg_class where oid = 'customer'::regclass) > ${params.add(walkedMax)}::real
order by c.${column} ${direction}, c.customer_id ${direction} offset ${walkedMax} limit 1`,
    params: params.values,
  });
  const [last] = rows;
  return last ? { value: type === 'date' ? last.value : nullableTimeFrom(last.value), customerId: last.customer_id } : null;
}

function endCondition({ sort }: Part, { value, customerId }: CustomerPosition, params: Params): string[] {
  const { name: column, type } = SORT_COLUMNS[sort.by];
  const [operator, id] = [sort.isDescending ? '>=' : '<=', `${params.add(customerId)}::uuid`];
  if (value === null) return [`c.customer_id ${operator} ${id}`];
  return [`(c.${column}, c.customer_id) ${operator} (${params.add(value)}::${type}, ${id})`];
}

/** Which part of the order, and behind which entry. */
function placeConditions({ sort, part }: Part, after: CustomerPosition | null, params: Params): string[] {
  const { name: column, type, isNullable } = SORT_COLUMNS[sort.by];
  const ofPart = isNullable ? [`c.${column} is ${part === 'known' ? 'not null' : 'null'}`] : [];
  if (!after) return ofPart;
  const [operator, id] = [sort.isDescending ? '<' : '>', `${params.add(after.customerId)}::uuid`];
  if (after.value === null) return [...ofPart, `c.customer_id ${operator} ${id}`];
  return [...ofPart, `(c.${column}, c.customer_id) ${operator} (${params.add(after.value)}::${type}, ${id})`];
}

function foundFrom(
  { customer_id: customerId, changed_at, document, sort_value = changed_at }: FoundRow,
  type: 'date' | 'timestamptz',
): FoundCustomer {
  return {
    customerId,
    json: shownJson(document, timeFrom(changed_at)),
    sortValue: type === 'date' ? sort_value : nullableTimeFrom(sort_value),
  };
}

interface PageParts {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
  readonly conditions: readonly string[];
  readonly limit: number;
}

/** Along the index of the order. The limit is part of the text: left open, the planner would expect a tenth of all to be asked for. */
function walkedPage({ column, direction, conditions, limit }: PageParts): string {
  const sortValue = column === 'changed_at' ? '' : `, c.${column} as sort_value`;
  return `select ${FOUND_COLUMNS}${sortValue} from customer c
where ${conditions.join('\n  and ')}
order by c.${column} ${direction}, c.customer_id ${direction} limit ${limit}`;
}

/** All that meet the conditions, sorted by their places alone; whole customers are read for the page. */
function gatheredPage({ column, direction, conditions, limit }: PageParts): string {
  return `with narrow as materialized (
  select c.customer_id, c.${column} as sort_value from customer c
  where ${conditions.join('\n    and ')}
), page as (
  select customer_id, sort_value from narrow order by sort_value ${direction}, customer_id ${direction} limit ${limit}
)
select c.*, page.sort_value from page
cross join lateral (select ${FOUND_COLUMNS} from customer where account_id = $1 and customer_id = page.customer_id limit 1) c
order by page.sort_value ${direction}, page.customer_id ${direction}`;
}

/** The usual page and the largest one, each with the entry behind it: statements that are worth keeping parsed. */
const NAMED_LIMITS = new Set([51, 201]);

function allConditions(filters: CustomerFilters, { matches }: Pick<Search, 'matches'>, params: Params): string[] {
  const conditions = conditionsOf(filters, params);
  if (filters.q !== undefined && matches) conditions.push(matchCondition(filters.q, matches, params));
  return conditions;
}

export interface CustomerCount {
  readonly value: number;
  readonly isExact: boolean;
}

/** How many customers meet the filters, counted one by one. */
export async function countCustomers(tx: AccountTx, filters: CustomerFilters): Promise<CustomerCount> {
  const search = await searchFor(tx, filters);
  const params = new Params(tx.accountId);
  const sql = `select count(*) from customer c where ${allConditions(filters, search, params).join(' and ')}`;
  const { rows } = await tx.query<{ count: string }>({ sql, params: params.values });
  return { value: Number(rows[0]?.count), isExact: true };
}

/** Statistics say little about few: up to here customers are counted. */
const COUNTED_MAX = 10_000;

/** How many customers meet the filters: counted where they are few, else what the database's statistics expect. */
export async function estimateCustomers(tx: AccountTx, filters: CustomerFilters): Promise<CustomerCount> {
  const search = await searchFor(tx, filters);
  const isBroad = search.matches?.all === null;
  const params = new Params(tx.accountId);
  const conditions = allConditions(filters, search, params).join(' and ');
  const counted = isBroad ? MATCHES_MAX + 1 : await countSome(tx, conditions, params);
  if (!isBroad && counted <= COUNTED_MAX) return { value: counted, isExact: true };
  const { rows } = await tx.query({ sql: `explain (format json) select from customer c where ${conditions}`, params: params.values });
  const [{ Plan: plan }] = JSON.parse(rows[0]?.['QUERY PLAN'] ?? '') as [{ Plan: { 'Plan Rows': number } }];
  return { value: Math.max(counted, plan['Plan Rows']), isExact: false };
}

async function countSome(tx: AccountTx, conditions: string, params: Params): Promise<number> {
  const sql = `select count(*) from (select from customer c where ${conditions} limit ${COUNTED_MAX + 1}) c`;
  const { rows } = await tx.query<{ count: string }>({ sql, params: params.values });
  return Number(rows[0]?.count);
}

/** Every customer that meets the filters, by id behind `after`, page by page: for a transaction on one snapshot. */
export async function* walkFound(tx: AccountTx, filters: CustomerFilters, after: string | null): AsyncGenerator<CustomerText[]> {
  const search = await searchFor(tx, filters);
  const params = new Params(tx.accountId);
  const conditions = allConditions(filters, search, params);
  if (after !== null) conditions.push(`c.customer_id > ${params.add(after)}::uuid`);
  const sql = `select ${CUSTOMER_COLUMNS} from customer c where ${conditions.join('\n  and ')} order by c.customer_id`;
  for await (const rows of pagesOf<CustomerRow>(tx, { name: 'found', sql, params: params.values })) yield rows.map(customerFrom);
}
