/** Statements and transactions on one connection of the pool, in as few ways there and back as possible. */
import type { Knex } from 'knex';
import type pg from 'pg';
import type { Transaction } from '../database.ts';
import { commitFailure } from '../outage.ts';
import type { Sql } from '../sql.ts';

/** knex destroys a connection that carries the mark instead of handing it out again. */
export type PooledConnection = pg.Client & { processID: number; __knex__disposed?: unknown };

export async function query<Row>(
  connection: PooledConnection,
  { numbered: text, bindings }: Sql,
): Promise<Row[]> {
  const { rows } = await connection.query({ text, values: [...bindings] });
  return rows as Row[]; // the caller names the columns it selected
}

/** Lends a connection of the pool; one that cannot even roll back is not used again. */
export async function withConnection<T>(
  build: Knex,
  use: (connection: PooledConnection) => Promise<T>,
): Promise<T> {
  const { client } = build;
  const connection = (await client.acquireConnection()) as PooledConnection; // the pool of knex's pg client
  try {
    return await use(connection);
  } finally {
    await client.releaseConnection(connection);
  }
}

export async function rollBack(connection: PooledConnection): Promise<void> {
  await connection.query('ROLLBACK').catch((failure: unknown) => {
    connection.__knex__disposed = failure;
  });
}

/**
 * Runs `work` in a transaction.
 * @param begin how it begins: BEGIN, and what is set for this transaction alone. One message, and behind a pooler that
 *   gives each transaction another connection the only place where a setting holds.
 */
export function inTransaction<T>(
  build: Knex,
  begin: string,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  return withConnection(build, async connection => {
    let result: T;
    try {
      await connection.query(begin);
      result = await work({ all: statement => query(connection, statement) });
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
    await commit(connection);
    return result;
  });
}

async function commit(connection: PooledConnection): Promise<void> {
  let command: string;
  try {
    ({ command } = await connection.query('COMMIT'));
  } catch (error) {
    await rollBack(connection);
    throw commitFailure(error);
  }
  // What a COMMIT answers when a statement before it failed and the failure was passed over.
  if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
}
