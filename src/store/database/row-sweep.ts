/**
 * Changes rows that no index finds, without blocking the serving thread: a search, on SQLite in another thread, looks
 * through some thousands of rows for ids, and short transactions change a few of them each.
 */
import { type Database, searching } from './database.ts';
import { SERVICE } from './reading/search.ts';
import { hasIdIn } from './shared-sql.ts';
import { type Columns, constant, NOTHING, type Sql, type SqlValue, sql } from './sql.ts';

/** Rows that one search looks through: about ten milliseconds. */
const LOOKED_THROUGH = 5_000;
/** Rows to delete, found by one search. */
const FOUND_TOGETHER = 1_000;
/** Rows that one transaction changes: on SQLite few milliseconds of the serving thread. */
const CHANGED_TOGETHER = 100;
/** An operator's order and the service's own work are not refused because a machine is slow. */
const SWEEP_LIMIT_MS = 30_000;

export const SWEEP_SCOPE = { accountId: SERVICE, limitMs: SWEEP_LIMIT_MS };

interface Sweep {
  readonly accountId: string;
  readonly table: Sql;
  /** Column by which an index walks through `range`, and the value before its first. */
  readonly order: Sql;
  readonly from: SqlValue;
  /** Rows to look through, which an index finds. */
  readonly range: Sql;
  /** Those of them to change; a row that was changed no longer matches. */
  readonly matches: Sql;
  /** An UPDATE or DELETE without its WHERE. */
  readonly change: Sql;
}

/** Changes what matches when it begins, and some of what is written meanwhile. */
export async function sweepRows(database: Database, sweep: Sweep): Promise<void> {
  for (let after: SqlValue | undefined = sweep.from; after !== undefined; ) {
    const { ids, end } = await findRows(database, sweep, after);
    await changeRows(database, sweep, ids);
    after = end;
  }
}

interface FoundRows {
  readonly ids: readonly string[];
  /** Where the next search begins; `undefined` when there is nothing more. */
  readonly end: SqlValue | undefined;
}

const findRows = (
  database: Database,
  { table, order, range, matches }: Sweep,
  after: SqlValue,
): Promise<FoundRows> =>
  database.search(SWEEP_SCOPE, async read => {
    const [last] = await read.all<{ place: SqlValue }>(
      sql`SELECT ${order} AS place FROM ${table} WHERE ${range} AND ${order} > ${after}
           ORDER BY ${order} LIMIT 1 OFFSET ${constant(LOOKED_THROUGH - 1)}`,
    );
    const upTo = last ? sql`AND ${order} <= ${last.place}` : NOTHING;
    const rows = await read.all<{ id: string }>(
      sql`SELECT id FROM ${table} WHERE ${range} AND ${order} > ${after} ${upTo} AND ${matches}`,
    );
    return { ids: rows.map(({ id }) => id), end: last?.place };
  });

async function changeRows(
  database: Database,
  { accountId, change }: Sweep,
  ids: readonly string[],
): Promise<void> {
  for (const some of inBatches(ids)) {
    await database.write(
      trx => trx.all(sql`${change} WHERE account_id = ${accountId} AND ${hasIdIn(database.dialect, some)}`),
      accountId,
    );
  }
}

/**
 * Deletes some of the rows that match.
 * @param key columns that identify a row
 * @returns whether there may be more
 */
export async function deleteSome(
  database: Database,
  table: Sql,
  key: Columns<string>,
  matches: Sql,
): Promise<boolean> {
  const rows = await searching(database, SWEEP_SCOPE).all<Record<string, string>>(
    sql`SELECT ${key.names} FROM ${table} WHERE ${matches} LIMIT ${constant(FOUND_TOGETHER)}`,
  );
  for (const some of inBatches(rows)) {
    // What the failure of a machine brings back is found again.
    await database.writeRelaxed(trx =>
      trx.all(sql`DELETE FROM ${table} WHERE (${key.names}) IN (VALUES ${key.rows(some)})`),
    );
  }
  return rows.length === FOUND_TOGETHER;
}

function* inBatches<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < rows.length; start += CHANGED_TOGETHER)
    yield rows.slice(start, start + CHANGED_TOGETHER);
}
