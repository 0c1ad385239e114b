/** A database in memory alone: nothing on the disk, no thread, and gone when it is closed. For one request at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import knex from 'knex';
import { migrationSource } from '../../../../migrations/migration-source.ts';
import { errorCodeOf } from '../../../base/errors.ts';
import type { Database, Transaction } from '../database.ts';
import { SILENT } from '../knex-log.ts';
import { GO_ON } from '../reading/protocol.ts';
import type { SearchScope } from '../reading/search.ts';
import type { Sql } from '../sql.ts';
import { StatementCache } from './connection.ts';
import { GroupCommit } from './group-commit.ts';

/** A database with our schema and nothing in it, as bytes; migrating takes a hundred times as long as copying them. */
export type MemoryTemplate = Buffer;

/** Runs the migrations one statement at a time, so that other work of the thread waits for one statement at most. */
export async function migrateMemory(): Promise<MemoryTemplate> {
  const connection = new BetterSqlite(':memory:');
  const migrator = knex({
    log: SILENT,
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: ':memory:' },
    pool: { min: 0, max: 1 },
  });
  const { client } = migrator;
  // knex asks its client for a connection; this one is ours, so that its bytes can be taken.
  client.acquireRawConnection = async () => connection;
  const query: (...given: unknown[]) => Promise<unknown> = client._query.bind(client);
  client._query = async (...given: unknown[]) => {
    await nextTurn();
    return query(...given);
  };
  try {
    await migrator.migrate.latest({ migrationSource });
    return connection.serialize();
  } finally {
    await migrator.destroy();
  }
}

export class MemoryDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #connection: BetterSqlite.Database;
  readonly #statements: StatementCache;
  readonly #commits: GroupCommit;

  constructor(template: MemoryTemplate) {
    this.#connection = new BetterSqlite(template);
    this.#connection.pragma('foreign_keys = ON');
    this.#connection.function(GO_ON, { deterministic: false }, () => 1);
    this.#statements = new StatementCache(this.#connection);
    this.#commits = new GroupCommit({ connection: this.#connection, statements: this.#statements });
  }

  async all<Row>(query: Sql): Promise<Row[]> {
    await this.#commits.idle();
    return this.#statements.all<Row>(query);
  }

  search<T>(_scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    return work(this);
  }

  write<T>(work: (trx: Transaction) => Promise<T>, accountId = ''): Promise<T> {
    return this.#commits.add(accountId, false, work);
  }

  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.write(work);
  }

  snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    return work(this);
  }

  requireInPlace(): void {
    // There is no file that could be taken away.
  }

  isUniqueViolation(error: unknown): boolean {
    const code = errorCodeOf(error);
    return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  }

  async close(): Promise<void> {
    await this.#commits.idle();
    this.#connection.close();
  }
}
