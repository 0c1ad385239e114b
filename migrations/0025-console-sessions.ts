/** Sessions of the operator's console. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.createTable('console_sessions', table => {
    const text = (name: string): Knex.ColumnBuilder =>
      isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);
    text('hash').primary();
    text('token_id').notNullable().index();
    table.bigInteger('opened_at').notNullable();
    table.bigInteger('seen_at').notNullable();
  });
}

export const down = (knex: Knex): Promise<void> => knex.schema.dropTable('console_sessions');
