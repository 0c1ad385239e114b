/** One row that is written to find out whether anything can be written. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('write_trials', table => {
    table.integer('id').primary();
    table.text('filler').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('write_trials');
}
