import type { Knex } from 'knex';

const HEALTH = ['last_unproven', 'last_unproven_explanation'];

/**
 * A request whose token does not count is shown under the account that the token claims, marked as unproven. In the
 * health of the connection it stands beside the last error, and is no contact: the first and the last request may be
 * unknown where there were only such requests.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.alterTable('exchanges', table => {
    // The default serves instances of the release before, which write entries without it.
    table.integer('unproven').notNullable().defaultTo(0);
  });
  await knex.schema.alterTable('connection_health', table => {
    table.bigInteger('last_unproven_at');
    table.integer('last_unproven_status');
    for (const name of HEALTH) {
      if (isPostgres) table.specificType(name, 'text COLLATE "C"');
      else table.text(name);
    }
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('exchanges', table => table.dropColumn('unproven'));
  await knex.schema.alterTable('connection_health', table =>
    table.dropColumns('last_unproven_at', 'last_unproven_status', ...HEALTH),
  );
}
