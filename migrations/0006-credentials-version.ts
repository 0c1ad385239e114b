import type { Knex } from 'knex';

/**
 * Counts the changes of an account's tokens in the row that every writer locks, so that a writer that has waited for
 * the lock notices that its token may have ended meanwhile.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('accounts', table => {
    table.bigInteger('credentials_version').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('accounts', table => table.dropColumn('credentials_version'));
}
