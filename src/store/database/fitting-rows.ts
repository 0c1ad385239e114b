/** Pages that are bounded in bytes: of rows whose texts would not fit, only the lengths are read. */
import { constant, type Sql, sql } from './sql.ts';

interface Page {
  /** A table, or a query in brackets with its name. */
  readonly table: Sql;
  readonly where: Sql;
  /** Columns that identify a row and hold what it is ordered by. */
  readonly keys: Sql;
  /** The text whose bytes count. */
  readonly text: Sql;
  /** Of the keys alone. */
  readonly orderBy: Sql;
  readonly limit: number;
  readonly maxBytes: number;
}

/**
 * SQL that begins a SELECT: `listed` has the keys of up to `limit` rows, `fitting` those of the first of them whose
 * texts have `maxBytes` together, and of one row at least. Neither is in order.
 *
 * Both databases know the length of a text from the head of its row. A page of 1,000 events of 115 KB takes SQLite
 * 16 ms instead of 1,340, and one of 1.5 KB no longer than without (8 ms).
 */
export const fittingRows = ({ table, where, keys, text, orderBy, limit, maxBytes }: Page): Sql =>
  sql`WITH listed AS MATERIALIZED (
     SELECT ${keys}, octet_length(${text}) AS bytes FROM ${table} WHERE ${where} ORDER BY ${orderBy} LIMIT ${constant(limit)}),
   summed AS MATERIALIZED (
     SELECT ${keys}, bytes, sum(bytes) OVER (ORDER BY ${orderBy} ROWS UNBOUNDED PRECEDING) AS total FROM listed),
   fitting AS (SELECT ${keys} FROM summed WHERE total <= ${constant(maxBytes)} OR total = bytes)`;
