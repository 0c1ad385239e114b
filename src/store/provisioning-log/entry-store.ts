/** The provisioning log in the database, and the health of connections that follows from it. */

import type { ClockRange } from '../../base/uptime.ts';
import { fold } from '../../members/member.ts';
import type { ConnectionHealth, HealthUpdate } from '../../provisioning-log/connection/connection-health.ts';
import { type LogEntry, NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { LogPage, LogQuery, LogReader } from '../../provisioning-log/entry-reading.ts';
import type { EntryCounts } from '../../provisioning-log/log-watch.ts';
import type { LogStore } from '../../provisioning-log/log-writer.ts';
import { type Database, searching, type Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { deleteSome } from '../database/row-sweep.ts';
import { isOutside } from '../database/shared-sql.ts';
import { Columns, columnOf, constant, join, list, name, type Sql, sql } from '../database/sql.ts';
import {
  ENTRY_LIST,
  ENTRY_NAMES,
  ENTRY_TEXT,
  ENTRY_TYPES,
  fromLogEntryRow,
  type LogEntryRow,
  toLogEntryRow,
} from './entry-rows.ts';
import { findHealth, writeHealth } from './health-rows.ts';

const COLUMNS = new Columns(ENTRY_NAMES);
const TYPED_COLUMNS = join(ENTRY_NAMES.map(each => sql`${name(columnOf(each))} ${name(ENTRY_TYPES[each])}`));
const KEY = new Columns(['account_id', 'id']);
/** How many entries one page looks through for those it is asked for: about ten milliseconds. */
const MOST_LOOKED_THROUGH = 10_000;
const LOOKED_THROUGH = constant(MOST_LOOKED_THROUGH);
const ALL_BUT_ONE = constant(MOST_LOOKED_THROUGH - 1);
/** Their texts are short, but a thousand of the longest are 15 MB. */
const PAGE_BYTES = 1_048_576;

export class SqlLogStore implements LogStore, LogReader, EntryCounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async writeEntries(entries: readonly LogEntry[], health: readonly HealthUpdate[]): Promise<void> {
    // The changes it describes are durable without it.
    await this.#database.writeRelaxed(async trx => {
      const accounts = await accountsOf(trx, entries);
      const rows = entries
        .filter(({ accountId }) => accounts.get(accountId) !== 'closed')
        .map(entry => (entry.isUnproven && !accounts.has(entry.accountId) ? ofNoAccount(entry) : entry))
        .map(toLogEntryRow);
      await insertRows(trx, this.#database.dialect, rows);
      // In one order everywhere, so that instances do not wait for each other in a circle.
      const inOrder = health.toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1));
      for (const update of inOrder) await writeHealth(trx, update);
    });
  }

  async listEntries({ limit, outcomes, text, ...query }: LogQuery, signal?: AbortSignal): Promise<LogPage> {
    const read = searching(this.#database, { accountId: query.accountId, signal });
    const where = rangeOf(query);
    const conditions = [
      ...(outcomes === undefined ? [] : [sql`outcome IN ${list(outcomes)}`]),
      ...(text === undefined ? [] : [contains(text)]),
    ];
    const isFiltered = conditions.length > 0;
    const lookedThrough = sql`(SELECT * FROM log_entries WHERE ${where} ORDER BY id DESC LIMIT ${LOOKED_THROUGH}) looked`;
    const fitting = fittingRows({
      table: isFiltered ? lookedThrough : sql`log_entries`,
      where: isFiltered ? join(conditions, ' AND ') : where,
      keys: sql`account_id, id`,
      text: ENTRY_TEXT,
      orderBy: sql`id DESC`,
      // One extra row says whether there are more.
      limit: limit + 1,
      maxBytes: PAGE_BYTES,
    });
    const rows = await read.all<LogEntryRow & { listed: number }>(
      sql`${fitting} SELECT ${ENTRY_LIST}, (SELECT count(*) FROM listed) AS listed
            FROM fitting JOIN log_entries USING (account_id, id) ORDER BY id DESC`,
    );
    const entries = rows.slice(0, limit).map(({ listed: _, ...row }) => fromLogEntryRow(row));
    if ((rows[0]?.listed ?? 0) > entries.length) return { entries, next: entries.at(-1)?.id };
    return { entries, next: isFiltered ? await lastLookedAt(read, where) : undefined };
  }

  async entryIds(accountId: string, from: number): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      sql`SELECT id FROM log_entries WHERE account_id = ${accountId} AND id >= ${firstIdAt(from)} ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  async entriesWith(accountId: string, ids: readonly string[]): Promise<readonly LogEntry[]> {
    const rows = await this.#database.all<LogEntryRow>(
      sql`SELECT ${ENTRY_LIST} FROM log_entries
           WHERE account_id = ${accountId} AND id IN ${list(ids)} ORDER BY id`,
    );
    return rows.map(fromLogEntryRow);
  }

  async countEntries(accountIds: readonly string[], from: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.all<{ account_id: string; entries: number }>(
      sql`SELECT account_id, CAST(count(*) AS integer) AS entries FROM log_entries
           WHERE account_id IN ${list(accountIds)} AND id >= ${firstIdAt(from)} GROUP BY account_id`,
    );
    return new Map(rows.map(({ account_id, entries }) => [account_id, entries]));
  }

  findHealth(accountId: string): Promise<ConnectionHealth | undefined> {
    return findHealth(this.#database, accountId);
  }

  /**
   * Deletes some of the entries with a date outside of what the clock has shown since.
   * @returns whether there may be more to delete
   */
  expireEntries(shown: ClockRange): Promise<boolean> {
    return deleteSome(this.#database, sql`log_entries`, KEY, isOutside(sql`at`, shown));
  }
}

/** The last entry a page has looked at; `undefined` when that were all. */
async function lastLookedAt(read: Transaction, where: Sql): Promise<string | undefined> {
  const [last] = await read.all<{ id: string }>(
    sql`SELECT id FROM log_entries WHERE ${where} ORDER BY id DESC LIMIT 1 OFFSET ${ALL_BUT_ONE}`,
  );
  return last?.id;
}

const contains = (text: string): Sql =>
  sql`(COALESCE(search, meaning) LIKE ${`%${fold(text).replaceAll(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\' OR request_id = ${text})`;

function rangeOf({
  accountId,
  memberId,
  from,
  to,
  after,
}: Omit<LogQuery, 'limit' | 'outcomes' | 'text'>): Sql {
  const conditions = [
    sql`account_id = ${accountId}`,
    ...(memberId === undefined ? [] : [sql`about = ${memberId}`]),
    ...(from === undefined ? [] : [sql`id >= ${firstIdAt(from)}`]),
    ...(to === undefined ? [] : [sql`id < ${firstIdAt(to)}`]),
    ...(after === undefined ? [] : [sql`id < ${after}`]),
  ];
  return join(conditions, ' AND ');
}

/** Sorts before every id of that time or later: they are UUIDs of version 7 (RFC 9562 §5.7). */
function firstIdAt(at: number): string {
  const digits = Math.max(0, at).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** What was personal in a closed account is erased, and what was still under way is not written any more. */
async function accountsOf(
  trx: Transaction,
  entries: readonly LogEntry[],
): Promise<ReadonlyMap<string, 'open' | 'closed'>> {
  const ids = [...new Set(entries.map(({ accountId }) => accountId))];
  if (ids.length === 0) return new Map();
  const rows = await trx.all<{ id: string; closed_at: number | null }>(
    sql`SELECT id, closed_at FROM accounts WHERE id IN ${list(ids)}`,
  );
  return new Map(rows.map(({ id, closed_at }) => [id, closed_at === null ? 'open' : 'closed']));
}

/** A token that does not count may claim any account, also one that is not there. */
const ofNoAccount = (entry: LogEntry): LogEntry => ({
  ...entry,
  accountId: NO_ACCOUNT,
  isUnproven: false,
});

/** One prepared statement for each row on SQLite; on PostgreSQL, where each is a way there and back, one for all. */
async function insertRows(
  trx: Transaction,
  dialect: Database['dialect'],
  rows: readonly ReturnType<typeof toLogEntryRow>[],
): Promise<void> {
  if (dialect === 'sqlite') {
    for (const row of rows)
      await trx.all(sql`INSERT INTO log_entries (${COLUMNS.names}) VALUES ${COLUMNS.row(row)}`);
  } else if (rows.length > 0) {
    await trx.all(
      sql`INSERT INTO log_entries (${COLUMNS.names})
          SELECT ${COLUMNS.names} FROM jsonb_to_recordset(CAST(${JSON.stringify(rows.map(row => COLUMNS.record(row)))} AS jsonb)) AS row(${TYPED_COLUMNS})`,
    );
  }
}
