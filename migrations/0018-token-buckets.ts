/** The rate limiter keeps token buckets. */
import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> => rename(knex, 'request_budgets', 'token_buckets');

export const down = (knex: Knex): Promise<void> => rename(knex, 'token_buckets', 'request_budgets');

/** The key's index is renamed with its table by SQLite alone. */
async function rename(knex: Knex, before: string, after: string): Promise<void> {
  await knex.schema.renameTable(before, after);
  if (knex.client.config.client === 'pg')
    await knex.raw('ALTER INDEX ?? RENAME TO ??', [`${before}_pkey`, `${after}_pkey`]);
}
