/** The budgets of accounts where several instances share a database, measured with its clock. */
import { type BudgetRate, type BudgetStore, type Taken, takeFrom } from '../accounts/request-budget.ts';
import type { Database } from './database.ts';

/** A tenth of a second at the usual rate: instances do not hoard, and one write pays for several requests. */
const PORTION = 5;

export class SharedBudgets implements BudgetStore {
  readonly portion = PORTION;
  readonly #database: Database;
  readonly #rate: BudgetRate;

  /** @param database PostgreSQL; one process that serves a SQLite file keeps its buckets itself */
  constructor(database: Database, rate: BudgetRate) {
    this.#database = database;
    this.#rate = rate;
  }

  take(accountId: string, wanted: number): Promise<Taken> {
    return this.#database.write(async trx => {
      // What a crash forgets here is a few requests of a budget.
      await trx.all('SET LOCAL synchronous_commit = off', []);
      await trx.all(
        `INSERT INTO request_budgets (account_id, tokens, updated_at) VALUES (?, ?, 0)
         ON CONFLICT (account_id) DO NOTHING`,
        [accountId, this.#rate.burst],
      );
      const [bucket] = await trx.all<{ level: number; at: number; now: number }>(
        `SELECT tokens AS level, updated_at AS at, (extract(epoch from clock_timestamp()) * 1000)::bigint AS now
           FROM request_budgets WHERE account_id = ? FOR UPDATE`,
        [accountId],
      );
      if (!bucket) throw new Error('the bucket was put there in the same transaction');
      const { taken, left } = takeFrom(bucket, bucket.now, wanted, this.#rate);
      await trx.all('UPDATE request_budgets SET tokens = ?, updated_at = ? WHERE account_id = ?', [
        left.level,
        left.at,
        accountId,
      ]);
      return taken;
    });
  }
}
