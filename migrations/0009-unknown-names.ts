import type { Knex } from 'knex';

/** The provisioning log names the attributes that were left out because the schema does not know them. */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.alterTable('exchanges', table => {
    // A JSON list. The default serves instances of the release before, which write entries without it.
    const column = isPostgres
      ? table.specificType('unknown_names', 'text COLLATE "C"')
      : table.text('unknown_names');
    column.notNullable().defaultTo('[]');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('exchanges', table => table.dropColumn('unknown_names'));
}
