// Customers found: a page in any order, and how many there are. A page starts behind the last entry of the one before (keyset), so
// that nothing comes twice and nothing is skipped that did not move.

import { conditionsOf, Params } from './customer-filters.ts';
import { CUSTOMER_COLUMNS, customerFrom } from './customers.ts';
import { findMatches, matchCondition } from './search-customers.ts';
import { nullableTimeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { CustomerFilters, CustomerPosition, CustomerQuery, CustomerSort, SortField } from '../core/customer-query.ts';
import type { CustomerRow, CustomerText } from './customers.ts';

/** A customer, and its value of the sort field. */
export interface FoundCustomer extends CustomerText {
  readonly sortValue: string | null;
}

export interface CustomerPage {
  /** Where the page before ended; null: this is the first. */
  readonly after: CustomerPosition | null;
  readonly limit: number;
}

const SORT_COLUMNS: Record<SortField, { readonly name: string; readonly type: 'date' | 'timestamptz'; readonly isNullable: boolean }> = {
  changedAt: { name: 'changed_at', type: 'timestamptz', isNullable: false },
  updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: true },
  createdAt: { name: 'created_at', type: 'timestamptz', isNullable: true },
  birthDate: { name: 'birth_date', type: 'date', isNullable: true },
};

type FoundRow = CustomerRow & { sort_value: string | null };

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
  const rest = { after: after?.value === null ? after : null, limit: limit - found.length };
  return [...found, ...(await listPart(tx, { filters, sort, search, part: 'unknown' }, rest))];
}

interface Search {
  readonly q: string;
  readonly matches: readonly string[] | null;
}

async function searchFor(tx: AccountTx, { q }: CustomerFilters): Promise<Search | null> {
  return q === undefined ? null : { q, matches: await findMatches(tx, q) };
}

interface Part {
  readonly filters: CustomerFilters;
  readonly sort: CustomerSort;
  readonly search: Search | null;
  /** Customers with a value of the sort field, or those without. */
  readonly part: 'known' | 'unknown';
}

async function listPart(tx: AccountTx, { filters, sort, search, part }: Part, { after, limit }: CustomerPage): Promise<FoundCustomer[]> {
  const { name: column, type, isNullable } = SORT_COLUMNS[sort.by];
  const params = new Params(tx.accountId);
  const conditions = allConditions(filters, search, params);
  if (isNullable) conditions.push(`c.${column} is ${part === 'known' ? 'not null' : 'null'}`);
  if (after) {
    const [operator, id] = [sort.isDescending ? '<' : '>', `${params.add(after.customerId)}::uuid`];
    if (after.value === null) conditions.push(`c.customer_id ${operator} ${id}`);
    else conditions.push(`(c.${column}, c.customer_id) ${operator} (${params.add(after.value)}::${type}, ${id})`);
  }
  const direction = sort.isDescending ? 'desc' : 'asc';
  // The limit is part of the text: left open, the planner would expect a tenth of all customers to be asked for.
  const sql = `select ${CUSTOMER_COLUMNS}, c.${column} as sort_value from customer c
where ${conditions.join('\n  and ')}
order by c.${column} ${direction}, c.customer_id ${direction} limit ${limit}`;
  const isPlain = Object.keys(filters).length === 0;
  const name = `list_customers_${column}_${direction}_${part}_${after === null ? 'first' : 'next'}_${limit}`;
  const { rows } = await tx.query<FoundRow>({ sql, params: params.values, ...(isPlain && NAMED_LIMITS.has(limit) && { name }) });
  return rows.map((row) => ({ ...customerFrom(row), sortValue: type === 'date' ? row.sort_value : nullableTimeFrom(row.sort_value) }));
}

/** The usual page and the largest one, each with the entry behind it: statements that are worth keeping parsed. */
const NAMED_LIMITS = new Set([51, 201]);

function allConditions(filters: CustomerFilters, search: Search | null, params: Params): string[] {
  const conditions = conditionsOf(filters, params);
  if (search) conditions.push(matchCondition(search.q, search.matches, params));
  return conditions;
}

/** How many customers meet the filters, counted one by one; with `max`, no further than that. */
export async function countCustomers(tx: AccountTx, filters: CustomerFilters, max: number | null): Promise<number> {
  const params = new Params(tx.accountId);
  const conditions = allConditions(filters, await searchFor(tx, filters), params).join(' and ');
  const rows = max === null ? `customer c where ${conditions}` : `(select from customer c where ${conditions} limit ${max}) c`;
  const answer = await tx.query<{ count: string }>({ sql: `select count(*) from ${rows}`, params: params.values });
  return Number(answer.rows[0]?.count);
}

/** How many customers the database's statistics expect to meet the filters. */
export async function estimateCustomers(tx: AccountTx, filters: CustomerFilters): Promise<number> {
  const params = new Params(tx.accountId);
  const conditions = allConditions(filters, await searchFor(tx, filters), params).join(' and ');
  const { rows } = await tx.query({ sql: `explain (format json) select from customer c where ${conditions}`, params: params.values });
  const [{ Plan: plan }] = JSON.parse(rows[0]?.['QUERY PLAN'] ?? '') as [{ Plan: { 'Plan Rows': number } }];
  return plan['Plan Rows'];
}
