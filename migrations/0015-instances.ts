/**
 * What the instances of an installation share beside their work: the address under which it is reached; and on
 * PostgreSQL, which leases they hold, found without a look at every lane.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.createTable('installation', table => {
    table.integer('id').primary();
    if (isPostgres) table.specificType('public_url', 'text COLLATE "C"').notNullable();
    else table.text('public_url').notNullable();
  });
  if (isPostgres) await knex.raw('CREATE INDEX lanes_leased ON lanes (lease_owner) WHERE lease_until > 0');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX IF EXISTS lanes_leased');
  await knex.schema.dropTable('installation');
}
