/** PostgreSQL through knex: a pool, one transaction a write, integers as numbers. */
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { errorCodeOf } from '../../../base/errors.ts';
import type { Database, DatabaseOptions, Transaction } from '../database.ts';
import { SILENT } from '../knex-log.ts';
import { repeatWhenLost, withOutage } from '../outage.ts';
import { AccountSlots, WAITING_PER_ACCOUNT } from '../reading/account-slots.ts';
import { PostgresSearch } from '../reading/postgres-search.ts';
import { SERVICE, type SearchScope } from '../reading/search.ts';
import type { Sql } from '../sql.ts';
import { toWriteFailure } from '../write-failure.ts';
import { connectionSettings } from './connection.ts';
import { inTransaction, query, withConnection } from './transaction.ts';

const INT8 = 20;
const UNIQUE_VIOLATION = '23505';
const OLDEST_SERVER = 15;

const DEFAULT_CONNECTIONS = 12;

/**
 * Searches and changes take less than the pool has, together: whatever the accounts do, look-ups and the service's own
 * work find a connection. An account runs one search at a time: a search may keep a core of the database busy, and has to
 * leave others for the other accounts. The changes of one account wait for each other in the database anyway, and each would
 * hold a connection meanwhile.
 */
const searchLimits = (connections: number) => ({
  total: Math.floor(connections / 3),
  perAccount: 1,
  waiting: WAITING_PER_ACCOUNT,
});
const changeLimits = (connections: number) => ({
  total: Math.floor(connections / 2),
  perAccount: Math.floor(connections / 4),
  waiting: Number.POSITIVE_INFINITY,
});

/**
 * How transactions begin. The server, the database or the role may have another default for `synchronous_commit`, and a
 * setting of the session would not follow a transaction through a pooler.
 */
const BEGIN = {
  durable: 'BEGIN; SET LOCAL synchronous_commit = on',
  relaxed: 'BEGIN; SET LOCAL synchronous_commit = off',
  snapshot: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
} as const;

/** knex for PostgreSQL: it runs migrations, and keeps the pool. */
export function postgresKnex(url: string, connections: number = DEFAULT_CONNECTIONS): Knex {
  const types = {
    // Our 64-bit columns are counters and milliseconds, far below 2^53.
    getTypeParser: (oid: number, format?: string) =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'), // the overloads name one format each
  };
  return knex({
    log: SILENT,
    client: 'pg',
    connection: { ...connectionSettings(url), types } as Knex.PgConnectionConfig, // knex hands it to the driver as it is
    pool: {
      min: 0,
      max: connections,
      // For what runs outside a transaction of ours, such as migrations; a pooler may lose it.
      afterCreate: (connection: pg.Client, done: (error?: unknown) => void) => {
        connection.query('SET synchronous_commit = on', done);
      },
    },
    acquireConnectionTimeout: 15_000,
  });
}

async function show(connection: Knex, setting: string): Promise<string | undefined> {
  const { rows } = await connection.raw<{ rows: Record<string, string>[] }>(`SHOW ${setting}`);
  return rows[0]?.[setting];
}

/** @throws when the server is older than what this version was tested with */
export async function assertPostgresVersion(connection: Knex): Promise<void> {
  if (Number(await show(connection, 'server_version_num')) >= OLDEST_SERVER * 10_000) return;
  const version = await show(connection, 'server_version');
  throw new Error(`Rollcall needs PostgreSQL ${OLDEST_SERVER} or newer; this server is ${version}.`);
}

/** @throws when the server would lose acknowledged commits in a crash */
export async function assertPostgresDurable(connection: Knex): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const value = await show(connection, setting);
    if (value !== 'on') throw new Error(`PostgreSQL is not durable here: ${setting} must be on`);
  }
}

export class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly #pool: Knex;
  readonly #search: PostgresSearch;
  readonly #searches: AccountSlots;
  readonly #changes: AccountSlots;

  constructor(url: string, { onWork, connections = DEFAULT_CONNECTIONS }: DatabaseOptions = {}) {
    this.#pool = postgresKnex(url, connections);
    this.#search = new PostgresSearch(this.#pool, onWork);
    this.#searches = new AccountSlots(searchLimits(connections));
    this.#changes = new AccountSlots(changeLimits(connections));
  }

  all<Row>(statement: Sql): Promise<Row[]> {
    return repeatWhenLost(() => withConnection(this.#pool, connection => query<Row>(connection, statement)));
  }

  search<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    return this.#searches.run(scope.accountId, scope.signal, () =>
      repeatWhenLost(() => this.#search.run(scope, work)),
    );
  }

  write<T>(work: (trx: Transaction) => Promise<T>, accountId: string = SERVICE): Promise<T> {
    const write = () => this.#write(BEGIN.durable, work);
    return accountId === SERVICE ? write() : this.#changes.run(accountId, undefined, write);
  }

  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return this.#write(BEGIN.relaxed, work);
  }

  #write<T>(begin: string, work: (trx: Transaction) => Promise<T>): Promise<T> {
    return repeatWhenLost(() => inTransaction(this.#pool, begin, work)).catch((error: unknown) => {
      throw toWriteFailure(error);
    });
  }

  snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    // Not repeated: what was read is on its way to a client already.
    return withOutage(() => inTransaction(this.#pool, BEGIN.snapshot, work));
  }

  /** A server is no file that could be replaced under it. */
  requireInPlace(): void {}

  isUniqueViolation(error: unknown): boolean {
    return errorCodeOf(error) === UNIQUE_VIOLATION;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
