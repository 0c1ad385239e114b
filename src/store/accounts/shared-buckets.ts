/** The token buckets of accounts where several instances share a database, measured with its clock. */
import type { BucketStore } from '../../accounts/limits/rate-limiter.ts';
import { type BucketRate, type Consumed, consume, type Demand } from '../../accounts/limits/token-bucket.ts';
import type { Database } from '../database/database.ts';
import { POSTGRES_NOW } from '../database/shared-sql.ts';
import { sql } from '../database/sql.ts';
import { isWriteFailure } from '../database/write-failure.ts';

/** A tenth of a second at the usual rate: instances do not hoard, and one write pays for several requests. */
const BATCH = 5;

export class SharedBuckets implements BucketStore {
  readonly batch = BATCH;
  readonly #database: Database;
  readonly #rate: BucketRate;
  readonly #blockedMs: () => number;

  /**
   * @param database PostgreSQL; one process that serves a SQLite file keeps its buckets itself
   * @param blockedMs for how long the thread of this process was blocked of late
   */
  constructor(database: Database, rate: BucketRate, blockedMs: () => number) {
    this.#database = database;
    this.#rate = rate;
    this.#blockedMs = blockedMs;
  }

  async consume(accountId: string, demand: Demand): Promise<Consumed> {
    try {
      return await this.#consume(accountId, demand);
    } catch (error) {
      // Nothing can be written, so nothing can be changed either: what is left are reads, and they go on.
      if (isWriteFailure(error)) return { granted: demand.wanted, nextInMs: 0 };
      throw error;
    }
  }

  #consume(accountId: string, demand: Demand): Promise<Consumed> {
    const blockedMs = this.#blockedMs();
    // What a crash forgets here is a few requests of a budget.
    return this.#database.writeRelaxed(async trx => {
      await trx.all(
        sql`INSERT INTO token_buckets (account_id, tokens, updated_at) VALUES (${accountId}, ${this.#rate.burst}, 0)
            ON CONFLICT (account_id) DO NOTHING`,
      );
      const [bucket] = await trx.all<{ level: number; at: number; now: number }>(
        sql`SELECT tokens AS level, updated_at AS at, ${POSTGRES_NOW} AS now
              FROM token_buckets WHERE account_id = ${accountId} FOR UPDATE`,
      );
      if (!bucket) throw new Error('the bucket was put there in the same transaction');
      const { consumed, left } = consume(bucket, bucket.now, demand, this.#rate, blockedMs);
      await trx.all(
        sql`UPDATE token_buckets SET tokens = ${left.level}, updated_at = ${left.at} WHERE account_id = ${accountId}`,
      );
      return consumed;
    });
  }
}
