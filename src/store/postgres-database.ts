/** PostgreSQL through knex: a pool, one transaction a write, integers as numbers. */
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { errorCodeOf } from '../errors.ts';
import type { Database, DatabaseOptions, SqlValue, Transaction } from './database.ts';
import { SILENT } from './knex-log.ts';
import { AccountSlots, WAITING_PER_ACCOUNT } from './reading/account-slots.ts';
import { PostgresSearch } from './reading/postgres-search.ts';
import { SERVICE, type SearchScope } from './reading/search.ts';
import { toWriteFailure } from './write-failure.ts';

const INT8 = 20;
const UNIQUE_VIOLATION = '23505';

/**
 * Together less than the pool has: whatever the accounts do, look-ups and the service's own work find a connection. The
 * changes of one account wait for each other in the database anyway, and each would hold a connection meanwhile.
 */
const CONNECTIONS = 12;
const SEARCHES = { total: 3, perAccount: 2, waiting: WAITING_PER_ACCOUNT };
const CHANGES = { total: 6, perAccount: 3, waiting: Number.POSITIVE_INFINITY };

/** knex for PostgreSQL. Every connection asks for durable commits; `assertPostgresDurable` checks the server. */
export function postgresKnex(url: string): Knex {
  const types = {
    // Our 64-bit columns are counters and milliseconds, far below 2^53.
    getTypeParser: (oid: number, format?: string) =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'), // the overloads name one format each
  };
  return knex({
    log: SILENT,
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      application_name: 'rollcall',
      connectionTimeoutMillis: 10_000,
    },
    pool: {
      min: 0,
      max: CONNECTIONS,
      afterCreate: (connection: pg.Client, done: (error?: unknown) => void) => {
        connection.query('SET synchronous_commit = on', done);
      },
    },
    acquireConnectionTimeout: 15_000,
  });
}

/** @throws when the server would lose acknowledged commits in a crash */
export async function assertPostgresDurable(connection: Knex): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const { rows } = await connection.raw<{ rows: Record<string, string>[] }>(`SHOW ${setting}`);
    if (rows[0]?.[setting] !== 'on') throw new Error(`PostgreSQL is not durable here: ${setting} must be on`);
  }
}

export class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly build: Knex;
  readonly #search: PostgresSearch;
  readonly #searches = new AccountSlots(SEARCHES);
  readonly #changes = new AccountSlots(CHANGES);

  constructor(url: string, { onWork }: DatabaseOptions = {}) {
    this.build = postgresKnex(url);
    this.#search = new PostgresSearch(this.build, onWork);
  }

  all<Row>(sql: string, bindings: readonly SqlValue[]): Promise<Row[]> {
    return runsOn(this.build).all<Row>(sql, bindings);
  }

  search<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    return this.#searches.run(scope.accountId, scope.signal, () => this.#search.run(scope, work));
  }

  write<T>(work: (trx: Transaction) => Promise<T>, accountId: string = SERVICE): Promise<T> {
    const write = () =>
      this.build
        .transaction(trx => work(runsOn(trx)))
        .catch((error: unknown) => {
          throw toWriteFailure(error);
        });
    return accountId === SERVICE ? write() : this.#changes.run(accountId, undefined, write);
  }

  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.write(async trx => {
      await trx.all('SET LOCAL synchronous_commit = off', []);
      return work(trx);
    });
  }

  snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    return this.build.transaction(trx => work(runsOn(trx)), {
      isolationLevel: 'repeatable read',
      readOnly: true,
    });
  }

  isUniqueViolation(error: unknown): boolean {
    return errorCodeOf(error) === UNIQUE_VIOLATION;
  }

  close(): Promise<void> {
    return this.build.destroy();
  }
}

function runsOn(handle: Knex): Transaction {
  return {
    all: async <Row>(sql: string, bindings: readonly SqlValue[]): Promise<Row[]> => {
      const result = await handle.raw<{ rows: Row[] }>(sql, [...bindings]);
      return result.rows;
    },
  };
}
