/** Connections to a SQLite file: durable ones to write with, read-only ones, and the statements each keeps prepared. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { Sql, SqlValue } from '../sql.ts';

export const BUSY_TIMEOUT_MS = 10_000;
const CACHED_STATEMENTS = 500;
const FULL = 2;

/** Opens the connection every writer must use: WAL, and synchronous=FULL verified, not assumed. */
export function openSqliteConnection(path: string): BetterSqlite.Database {
  mkdirSync(dirname(path), { recursive: true });
  const connection = new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS });
  assertDurable(connection);
  return connection;
}

/** The same for a file that is there: one that was taken away is not replaced by an empty one. */
export function openExistingConnection(path: string): BetterSqlite.Database {
  const connection = new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true });
  assertDurable(connection);
  return connection;
}

/** For a file that a writing connection of this process holds open. */
export const openReadOnlyConnection = (path: string): BetterSqlite.Database =>
  new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS, readonly: true, fileMustExist: true });

/**
 * better-sqlite3 is built so that an existing WAL database reopens with synchronous=NORMAL, which may lose
 * acknowledged commits in a power cut.
 */
export function assertDurable(connection: BetterSqlite.Database): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  const journal = connection.pragma('journal_mode', { simple: true });
  const synchronous = Number(connection.pragma('synchronous', { simple: true }));
  if (journal !== 'wal' || synchronous < FULL) {
    throw new Error(
      `SQLite is not durable here: journal_mode=${String(journal)}, synchronous=${synchronous}; WAL and FULL are required`,
    );
  }
}

/** Prepared statements, kept by their SQL text; the oldest is dropped when a stream of filters fills the cache. */
export class StatementCache {
  readonly #connection: BetterSqlite.Database;
  readonly #prepared = new Map<string, BetterSqlite.Statement>();

  constructor(connection: BetterSqlite.Database) {
    this.#connection = connection;
  }

  all<Row>({ marked, bindings }: Sql): Row[] {
    return this.run<Row>(marked, bindings);
  }

  /** @param sql with `?` for bindings */
  run<Row>(sql: string, bindings: readonly SqlValue[]): Row[] {
    const statement = this.#prepare(sql);
    if (statement.reader) return statement.all(...bindings) as Row[]; // the caller names the columns it selected
    statement.run(...bindings);
    return [];
  }

  #prepare(sql: string): BetterSqlite.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= CACHED_STATEMENTS) {
      for (const oldest of this.#prepared.keys()) {
        this.#prepared.delete(oldest);
        break;
      }
    }
    const statement = this.#connection.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
