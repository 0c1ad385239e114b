/** A search on PostgreSQL: a read-only transaction with a time limit, cancelled in the server when its client leaves. */
import type { Knex } from 'knex';
import { errorCodeOf } from '../../../base/errors.ts';
import type { Transaction } from '../database.ts';
import { type PooledConnection, query, rollBack, withConnection } from '../postgres/transaction.ts';
import type { Sql } from '../sql.ts';
import {
  clientGone,
  type OnWork,
  SEARCH_LIMIT_MS,
  SERVICE,
  type SearchScope,
  searchTooLong,
  textLength,
} from './search.ts';

const QUERY_CANCELED = '57014';

export class PostgresSearch {
  readonly #build: Knex;
  readonly #onWork: OnWork;

  constructor(build: Knex, onWork: OnWork = () => undefined) {
    this.#build = build;
    this.#onWork = onWork;
  }

  /** @throws RollcallError `tooMany` after the limit, `unavailable` when the client left */
  run<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    return withConnection(this.#build, connection => this.#runOn(connection, scope, work));
  }

  async #runOn<T>(
    connection: PooledConnection,
    { accountId, signal, limitMs = SEARCH_LIMIT_MS }: SearchScope,
    work: (read: Transaction) => Promise<T>,
  ): Promise<T> {
    let canceling: Promise<unknown> | undefined;
    const cancel = (): void => {
      canceling ??= this.#cancel(connection);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (signal?.aborted) throw clientGone();
      await begin(connection, limitMs);
      return await work(this.#reader(connection, accountId, signal, limitMs));
    } catch (error) {
      if (signal?.aborted) throw clientGone();
      throw errorCodeOf(error) === QUERY_CANCELED ? searchTooLong(error) : error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      // A cancellation that is still on its way would hit the next one who uses this connection.
      await canceling;
      await rollBack(connection);
    }
  }

  async #cancel({ processID }: PooledConnection): Promise<void> {
    await this.#build.raw('SELECT pg_cancel_backend(?)', [processID]).catch(
      () => undefined, // The time limit ends the statement all the same.
    );
  }

  #reader(
    connection: PooledConnection,
    accountId: string,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Transaction {
    const until = performance.now() + limitMs;
    let isFirst = true;
    return {
      all: async <Row>(statement: Sql): Promise<Row[]> => {
        if (signal?.aborted) throw clientGone();
        const startedAt = performance.now();
        if (startedAt >= until) throw searchTooLong();
        // The limit is one for all statements of a search; the server counts for each.
        if (!isFirst) await connection.query(limitTo(until - startedAt));
        isFirst = false;
        let rows: Row[] = [];
        try {
          rows = await query<Row>(connection, statement);
          return rows;
        } finally {
          const readerMs = performance.now() - startedAt;
          if (accountId !== SERVICE)
            this.#onWork(accountId, { readerMs, rows: rows.length, bytes: textLength(rows) });
        }
      },
    };
  }
}

/** In one message, so that it is one way there and back. */
const begin = (connection: PooledConnection, limitMs: number) =>
  connection.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${limitTo(limitMs)}`);

const limitTo = (leftMs: number): string => `SET LOCAL statement_timeout = ${Math.ceil(leftMs)}`;
