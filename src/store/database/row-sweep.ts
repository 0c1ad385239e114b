/**
 * Changes rows that no index finds, without keeping anybody waiting: a search, on SQLite in another thread, looks
 * through some thousands of rows for ids, and short transactions change a few of them each.
 */
import { type Database, type SqlValue, searching } from './database.ts';
import { BY_IDS } from './ids-sql.ts';
import { SERVICE } from './reading/search.ts';

/** Rows that one search looks through: about ten milliseconds. */
const LOOKED_THROUGH = 5_000;
/** Rows to delete, found by one search. */
const FOUND_TOGETHER = 1_000;
/** Rows that one transaction changes: on SQLite few milliseconds of the thread that answers everybody. */
const CHANGED_TOGETHER = 100;
/** An operator's order and the service's own work are not refused because a machine is slow. */
const SWEEP_LIMIT_MS = 30_000;

export const SWEEP_SCOPE = { accountId: SERVICE, limitMs: SWEEP_LIMIT_MS };

export interface Condition {
  readonly sql: string;
  readonly bindings: readonly SqlValue[];
}

interface Sweep {
  readonly accountId: string;
  readonly table: string;
  /** Column by which an index walks through `range`, and the value before its first. */
  readonly order: string;
  readonly from: SqlValue;
  /** Rows to look through, which an index finds. */
  readonly range: Condition;
  /** Those of them to change; a row that was changed no longer matches. */
  readonly matches: Condition;
  /** An UPDATE or DELETE without its WHERE. */
  readonly change: string;
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
  /** Where the next look begins; `undefined` when there is nothing more. */
  readonly end: SqlValue | undefined;
}

const findRows = (
  database: Database,
  { table, order, range, matches }: Sweep,
  after: SqlValue,
): Promise<FoundRows> =>
  database.search(SWEEP_SCOPE, async read => {
    const [last] = await read.all<{ place: SqlValue }>(
      `SELECT ${order} AS place FROM ${table} WHERE ${range.sql} AND ${order} > ?
        ORDER BY ${order} LIMIT 1 OFFSET ${LOOKED_THROUGH - 1}`,
      [...range.bindings, after],
    );
    const rows = await read.all<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${range.sql} AND ${order} > ?${last ? ` AND ${order} <= ?` : ''} AND ${matches.sql}`,
      [...range.bindings, after, ...(last ? [last.place] : []), ...matches.bindings],
    );
    return { ids: rows.map(({ id }) => id), end: last?.place };
  });

async function changeRows(
  database: Database,
  { accountId, change }: Sweep,
  ids: readonly string[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += CHANGED_TOGETHER) {
    const some = JSON.stringify(ids.slice(start, start + CHANGED_TOGETHER));
    await database.write(
      trx => trx.all(`${change} WHERE account_id = ? AND ${BY_IDS[database.dialect]}`, [accountId, some]),
      accountId,
    );
  }
}

/**
 * Deletes some of the rows that match.
 * @param columns those that identify a row, separated by commas
 * @returns whether there may be more
 */
export async function deleteSome(
  database: Database,
  table: string,
  columns: string,
  matches: Condition,
): Promise<boolean> {
  const names = columns.split(', ');
  const rows = await searching(database, SWEEP_SCOPE).all<Record<string, string>>(
    `SELECT ${columns} FROM ${table} WHERE ${matches.sql} LIMIT ${FOUND_TOGETHER}`,
    matches.bindings,
  );
  const place = `(${names.map(() => '?').join()})`;
  for (let start = 0; start < rows.length; start += CHANGED_TOGETHER) {
    const some = rows.slice(start, start + CHANGED_TOGETHER);
    // What the failure of a machine brings back is found again.
    await database.writeRelaxed(trx =>
      trx.all(
        `DELETE FROM ${table} WHERE (${columns}) IN (VALUES ${some.map(() => place).join()})`,
        some.flatMap(row => names.map(name => row[name] ?? null)),
      ),
    );
  }
  return rows.length === FOUND_TOGETHER;
}
