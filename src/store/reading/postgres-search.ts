/** A search on PostgreSQL: a read-only transaction with a time limit, cancelled in the server when its client leaves. */
import type { Knex } from 'knex';
import type pg from 'pg';
import { errorCodeOf } from '../../errors.ts';
import type { SqlValue, Transaction } from '../database.ts';
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

/** knex destroys a connection that carries this instead of handing it out again. */
type PooledConnection = pg.Client & { processID: number; __knex__disposed?: unknown };

export class PostgresSearch {
  readonly #build: Knex;
  readonly #onWork: OnWork;

  constructor(build: Knex, onWork: OnWork = () => undefined) {
    this.#build = build;
    this.#onWork = onWork;
  }

  /** @throws RollcallError `tooMany` after the limit, `unavailable` when the client left */
  async run<T>(
    { accountId, signal, limitMs = SEARCH_LIMIT_MS }: SearchScope,
    work: (read: Transaction) => Promise<T>,
  ): Promise<T> {
    const { client } = this.#build;
    const connection = (await client.acquireConnection()) as PooledConnection; // the pool of knex's pg client
    let canceling: Promise<unknown> | undefined;
    const cancel = (): void => {
      canceling ??= Promise.resolve(
        this.#build.raw('SELECT pg_cancel_backend(?)', [connection.processID]),
      ).catch(
        () => undefined, // The time limit ends the statement all the same.
      );
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
      await connection.query('ROLLBACK').catch((failure: unknown) => {
        connection.__knex__disposed = failure;
      });
      await client.releaseConnection(connection);
    }
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
      all: async <Row>(sql: string, bindings: readonly SqlValue[]): Promise<Row[]> => {
        if (signal?.aborted) throw clientGone();
        const startedAt = performance.now();
        if (startedAt >= until) throw searchTooLong();
        const native = this.#build
          .raw(sql, [...bindings])
          .toSQL()
          .toNative();
        // The limit is one for all statements of a search; the server counts for each.
        if (!isFirst) await connection.query(limitTo(until - startedAt));
        isFirst = false;
        let rows: Row[] = [];
        try {
          const result = await connection.query({ text: native.sql, values: [...native.bindings] });
          rows = result.rows as Row[]; // the caller names the columns it selected
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
