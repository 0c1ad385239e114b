import type { Knex } from 'knex';

/**
 * What a connection has reached, and how each kind of request is doing, as JSON: it is read and written as a whole.
 * Where it is unknown, for requests before this migration, what is known of the connection is its last requests.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.alterTable('connection_health', table => {
    if (isPostgres) table.specificType('milestones', 'text COLLATE "C"');
    else table.text('milestones');
  });
}

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('connection_health', table => table.dropColumn('milestones'));
