/**
 * SQLite: one writing connection with group commit, one connection for look-ups, reader threads for searches and
 * snapshots, and a thread for checkpoints. Reads see committed state only.
 */
import type BetterSqlite from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import { errorCodeOf } from '../../../base/errors.ts';
import type { Database, DatabaseOptions, Transaction } from '../database.ts';
import { SILENT } from '../knex-log.ts';
import { ReaderPool } from '../reading/pool.ts';
import { GO_ON } from '../reading/protocol.ts';
import { SERVICE, type SearchScope } from '../reading/search.ts';
import { type Sql, sql } from '../sql.ts';
import { Checkpointer } from './checkpointer.ts';
import {
  assertDurable,
  BUSY_TIMEOUT_MS,
  openReadOnlyConnection,
  openSqliteConnection,
  StatementCache,
} from './connection.ts';
import { fileWatch } from './file.ts';
import { GroupCommit } from './group-commit.ts';
import { type Head, HeadMark } from './head-mark.ts';

/** knex for SQLite, for migrations. */
export function sqliteKnex(path: string): Knex {
  return knex({
    log: SILENT,
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: path },
    pool: {
      min: 0,
      max: 1,
      afterCreate: (connection: BetterSqlite.Database, done: (error?: unknown) => void) => {
        connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
        assertDurable(connection);
        done();
      },
    },
  });
}

export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #path: string;
  readonly #writer: BetterSqlite.Database;
  readonly #reader: BetterSqlite.Database;
  readonly #lookups: StatementCache;
  /** @throws RollcallError `unavailable` when the path no longer leads to the opened file */
  readonly requireInPlace: () => void;
  readonly #mark: HeadMark;
  readonly #commits: GroupCommit;
  readonly #searches: ReaderPool | undefined;
  readonly #checkpointer: Checkpointer | undefined;

  constructor(
    path: string,
    { readerThreads = 0, startsReadersEarly, onGroupCommit, onWork }: DatabaseOptions = {},
  ) {
    this.#path = path;
    this.#writer = openSqliteConnection(path);
    this.#reader = openSqliteConnection(path);
    this.#reader.pragma('query_only = ON');
    this.#reader.function(GO_ON, { deterministic: false }, () => 1);
    this.#lookups = new StatementCache(this.#reader);
    this.requireInPlace = fileWatch(path);
    const statements = new StatementCache(this.#writer);
    this.#mark = new HeadMark(path);
    this.#commits = new GroupCommit({
      connection: this.#writer,
      statements,
      beforeBatch: this.requireInPlace,
      onCommit: batch => {
        this.#checkpointer?.noteCommit(batch);
        if (batch.durable === 0) return;
        this.#noteHead(statements);
        onGroupCommit?.(batch.durable);
      },
    });
    if (readerThreads > 0) {
      this.#searches = new ReaderPool({
        path,
        threads: readerThreads,
        startsEarly: startsReadersEarly,
        onWork,
      });
      this.#checkpointer = new Checkpointer(path, this.#writer);
    }
  }

  async all<Row>(query: Sql): Promise<Row[]> {
    return this.#lookups.all<Row>(query);
  }

  search<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    return this.#searches ? this.#searches.search(scope, work) : work(this);
  }

  write<T>(work: (trx: Transaction) => Promise<T>, accountId: string = SERVICE): Promise<T> {
    return this.#commits.add(accountId, false, work);
  }

  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.#commits.add(SERVICE, true, work);
  }

  async snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    if (this.#searches) return this.#searches.snapshot(work);
    // A connection of its own: on the shared one the transaction would freeze what every other read sees.
    const connection = openReadOnlyConnection(this.#path);
    try {
      connection.exec('BEGIN');
      const statements = new StatementCache(connection);
      return await work({ all: async query => statements.all(query) });
    } finally {
      connection.close();
    }
  }

  #noteHead(statements: StatementCache): void {
    try {
      const [head] = statements.all<Head>(sql`SELECT epoch, head FROM feed`);
      if (head) this.#mark.note(head);
    } catch {
      // The changes are committed, whatever the disk says now: a mark that lags behind only notices less.
    }
  }

  isUniqueViolation(error: unknown): boolean {
    const code = errorCodeOf(error);
    return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  }

  async close(): Promise<void> {
    await this.#commits.idle();
    await this.#searches?.close();
    await this.#checkpointer?.close();
    this.#reader.close();
    this.#writer.close();
    this.#mark.close();
  }
}
