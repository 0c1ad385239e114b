/**
 * SQLite: one writing connection with group commit, one reading connection, and one for each snapshot.
 *
 * Up to 64 waiting units of work share one transaction and so one flush to disk; each has a SAVEPOINT of
 * its own, so that a unit that fails is undone alone. There is no artificial delay: a batch forms while
 * the previous one is being flushed. Reads go through the second connection and see committed state only.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import { errorCodeOf } from '../errors.ts';
import type { Database, SqlValue, Transaction } from './database.ts';
import { SILENT } from './knex-log.ts';

const GROUP_SIZE = 64;
const BUSY_TIMEOUT_MS = 10_000;
const CACHED_STATEMENTS = 500;
const FULL = 2;

interface Unit {
  readonly isRelaxed: boolean;
  run(): Promise<void>;
  settle(failure?: unknown): void;
}

/** Opens the connection every caller must use: WAL, and synchronous=FULL verified, not assumed. */
export function openSqliteConnection(path: string): BetterSqlite.Database {
  mkdirSync(dirname(path), { recursive: true });
  const connection = new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS });
  assertDurable(connection);
  return connection;
}

/**
 * better-sqlite3 is built so that an existing WAL database reopens with synchronous=NORMAL, which may lose
 * acknowledged commits in a power cut.
 */
function assertDurable(connection: BetterSqlite.Database): void {
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

/** knex for SQLite; with a path it also runs queries (migrations), without one it only builds them. */
export function sqliteKnex(path?: string): Knex {
  return knex({
    log: SILENT,
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: path ?? ':memory:' },
    pool: {
      min: 0,
      max: 1,
      afterCreate: (connection: BetterSqlite.Database, done: (error?: unknown) => void) => {
        if (path) {
          connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
          assertDurable(connection);
        }
        done();
      },
    },
  });
}

export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly build: Knex = sqliteKnex();
  readonly #path: string;
  readonly #writer: BetterSqlite.Database;
  readonly #reader: BetterSqlite.Database;
  readonly #onWriter: Transaction;
  readonly #onReader: Transaction;
  readonly #onGroupCommit: ((changes: number) => void) | undefined;
  readonly #waiting: Unit[] = [];
  #draining: Promise<void> | undefined;

  /** @param onGroupCommit told how many changes shared each durable commit */
  constructor(path: string, onGroupCommit?: (changes: number) => void) {
    this.#path = path;
    this.#onGroupCommit = onGroupCommit;
    this.#writer = openSqliteConnection(path);
    this.#reader = openSqliteConnection(path);
    this.#reader.pragma('query_only = ON');
    this.#onWriter = runsOn(this.#writer);
    this.#onReader = runsOn(this.#reader);
  }

  all<Row>(sql: string, bindings: readonly SqlValue[]): Promise<Row[]> {
    return this.#onReader.all<Row>(sql, bindings);
  }

  write<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.#enqueue(work, false);
  }

  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.#enqueue(work, true);
  }

  #enqueue<T>(work: (trx: Transaction) => Promise<T>, isRelaxed: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let outcome: T;
      this.#waiting.push({
        isRelaxed,
        run: async () => {
          outcome = await work(this.#onWriter);
        },
        settle: failure => {
          if (failure === undefined) resolve(outcome);
          else reject(failure);
        },
      });
      this.#draining ??= this.#drain();
    });
  }

  async snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    // A connection of its own: on the shared one the transaction would freeze what every other read sees.
    const connection = openSqliteConnection(this.#path);
    try {
      connection.pragma('query_only = ON');
      connection.exec('BEGIN');
      return await work(runsOn(connection));
    } finally {
      connection.close();
    }
  }

  isUniqueViolation(error: unknown): boolean {
    const code = errorCodeOf(error);
    return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  }

  async close(): Promise<void> {
    await this.#draining;
    this.#reader.close();
    this.#writer.close();
    await this.build.destroy();
  }

  async #drain(): Promise<void> {
    // Let the requests that arrived in this turn of the event loop join the first batch.
    await new Promise(resolve => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#commitTogether(this.#waiting.splice(0, GROUP_SIZE));
      // Answer, and take in what arrived meanwhile, before the next flush.
      await new Promise(resolve => setImmediate(resolve));
    }
    this.#draining = undefined;
  }

  /** One change that must be durable makes the whole group durable. */
  async #commitTogether(units: readonly Unit[]): Promise<void> {
    const changes = units.filter(({ isRelaxed }) => !isRelaxed).length;
    if (changes > 0) return this.#commitGroup(units, changes);
    // Without waiting for the disk: 5 to 20 ms in which nobody would be answered. The next durable commit flushes it.
    this.#writer.pragma('synchronous = NORMAL');
    try {
      await this.#commitGroup(units, changes);
    } finally {
      this.#writer.pragma('synchronous = FULL');
    }
  }

  async #commitGroup(units: readonly Unit[], changes: number): Promise<void> {
    const failures = new Map<Unit, unknown>();
    try {
      this.#writer.exec('BEGIN IMMEDIATE');
      for (const unit of units) {
        this.#writer.exec('SAVEPOINT unit');
        try {
          await unit.run();
          this.#writer.exec('RELEASE unit');
        } catch (failure) {
          failures.set(unit, failure ?? new Error('a unit of work failed without a reason'));
          // A full disk or an I/O error has already rolled everything back; then nothing may be committed.
          this.#writer.exec('ROLLBACK TO unit; RELEASE unit');
        }
      }
      this.#writer.exec('COMMIT');
    } catch (failure) {
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
      for (const unit of units) unit.settle(failures.get(unit) ?? failure);
      return;
    }
    if (changes > 0) this.#onGroupCommit?.(changes);
    for (const unit of units) unit.settle(failures.get(unit));
  }
}

/** Prepared statements, kept by their SQL text; the oldest is dropped when a stream of filters fills the cache. */
function runsOn(connection: BetterSqlite.Database): Transaction {
  const prepared = new Map<string, BetterSqlite.Statement>();
  const prepare = (sql: string): BetterSqlite.Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    if (prepared.size >= CACHED_STATEMENTS) {
      for (const oldest of prepared.keys()) {
        prepared.delete(oldest);
        break;
      }
    }
    const statement = connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    all: async <Row>(sql: string, bindings: readonly SqlValue[]): Promise<Row[]> => {
      const statement = prepare(sql);
      if (statement.reader) return statement.all(...bindings) as Row[]; // the caller names the columns it selected
      statement.run(...bindings);
      return [];
    },
  };
}
