/** Links by which the IT admin of a customer connects their identity provider. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.createTable('setup_links', table => {
    const text = (name: string): Knex.ColumnBuilder =>
      isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);
    const time = (name: string): Knex.ColumnBuilder => table.bigInteger(name);
    text('id').primary();
    text('account_id').notNullable();
    text('secret_hash').notNullable().unique();
    text('session_hash').unique();
    text('mode').notNullable();
    text('may').notNullable();
    text('admin').notNullable();
    text('return_url');
    text('created_by').notNullable();
    time('created_at').notNullable();
    time('expires_at').notNullable();
    time('revoked_at');
    time('opened_at');
    text('opened_in');
    time('last_seen_at');
    time('completed_at');
    table.integer('other_browsers').notNullable();
    time('other_browser_at');
    table.index(['account_id', 'id']);
  });
}

export const down = (knex: Knex): Promise<void> => knex.schema.dropTable('setup_links');
