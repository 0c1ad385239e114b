/** Pieces of SQL that several stores need, most of them because the databases differ. */
import { OPERATIONS } from '../../events/envelope.ts';
import type { Database } from './database.ts';
import { list, NOTHING, type Sql, sql } from './sql.ts';

type Dialect = Database['dialect'];

/**
 * A binding whose value SQLite's planner cannot see. Compiled with STAT4, as it is here, it plans again whenever a bare
 * binding in such a place gets another value, which costs more than the query.
 */
export const asText = (value: string | null): Sql => sql`CAST(${value} AS TEXT)`;
export const asInteger = (value: number | null): Sql => sql`CAST(${value} AS BIGINT)`;

/** One statement for any number of ids. */
export const hasIdIn = (dialect: Dialect, ids: readonly string[]): Sql =>
  dialect === 'sqlite'
    ? sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
    : sql`id IN (SELECT jsonb_array_elements_text(CAST(${JSON.stringify(ids)} AS jsonb)))`;

/** Locks the rows that are read; SQLite has one writer. */
export const forUpdate = (dialect: Dialect): Sql => (dialect === 'postgres' ? sql`FOR UPDATE` : NOTHING);

/** Milliseconds since the epoch, as PostgreSQL's clock shows them. */
export const POSTGRES_NOW = sql`CAST(extract(epoch from clock_timestamp()) * 1000 AS BIGINT)`;

/** Sorts before each id. */
export const BEFORE_ALL_IDS = '';

/**
 * Narrows a condition on a table with `account_id` to the accounts that a caller may see. Events about the
 * delivery itself are seen by all callers.
 * @param accountIds nothing: all accounts
 */
export const withinAccess = (accountIds: readonly string[] | null | undefined): Sql =>
  accountIds ? sql`AND account_id IN ${list([OPERATIONS, ...accountIds])}` : NOTHING;

/** Whether a date is not in what the clock has shown. */
export const isOutside = (column: Sql, { low, high }: { readonly low: number; readonly high: number }): Sql =>
  sql`(${column} < ${low} OR ${column} > ${high})`;
