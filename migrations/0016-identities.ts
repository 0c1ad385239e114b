import type { Knex } from 'knex';

/**
 * Who and what is the same as before. All of it is unknown of what an earlier release wrote, and instances of that
 * release beside this one leave it out.
 *
 * - A removed member is remembered with who kept it, whether it was protected and (as a hash) its externalId, so that
 *   no namesake is given its roles.
 * - Tokens name the key that signed them, and the service leaves the fingerprints of its signing keys, so that a command
 *   line with other keys issues no token.
 * - The feed names the database it was written in: in another one, positions may be given a second time.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  const text = (table: Knex.TableBuilder, name: string): Knex.ColumnBuilder =>
    isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);
  await knex.schema.alterTable('former_members', table => {
    text(table, 'managed_by');
    table.integer('protected');
    text(table, 'external_id_key');
  });
  for (const tokens of ['tokens', 'service_tokens']) {
    await knex.schema.alterTable(tokens, table => {
      text(table, 'key_id');
    });
  }
  await knex.schema.createTable('signing_keys', table => {
    text(table, 'key_id').primary();
    text(table, 'fingerprint').notNullable();
  });
  await knex.schema.alterTable('feed', table => {
    text(table, 'database_identity');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('feed', table => table.dropColumn('database_identity'));
  await knex.schema.dropTable('signing_keys');
  for (const tokens of ['tokens', 'service_tokens']) {
    await knex.schema.alterTable(tokens, table => table.dropColumn('key_id'));
  }
  await knex.schema.alterTable('former_members', table =>
    table.dropColumns('managed_by', 'protected', 'external_id_key'),
  );
}
