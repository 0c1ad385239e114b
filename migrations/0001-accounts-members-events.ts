import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

/**
 * Accounts, their tokens, their members, and the ordered log of events.
 *
 * Text that is compared or sorted uses byte order on both databases: SQLite's BINARY is the default,
 * PostgreSQL needs COLLATE "C". Times are milliseconds since the epoch. Bodies are TEXT, because the
 * stored bytes are the sent bytes (a JSON column would reorder keys).
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  // knex's own collate() is for MySQL alone.
  const text = (table: Knex.CreateTableBuilder, name: string) =>
    isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);

  await knex.schema.createTable('accounts', table => {
    text(table, 'id').primary();
    text(table, 'name').notNullable();
    text(table, 'identity_provider').notNullable();
    text(table, 'sso').notNullable();
    text(table, 'policies').notNullable();
    text(table, 'connection').notNullable();
    table.bigInteger('last_sequence').notNullable();
    table.bigInteger('member_count').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
  });

  await knex.schema.createTable('tokens', table => {
    text(table, 'id').primary();
    text(table, 'account_id').notNullable().references('accounts.id').onDelete('CASCADE');
    text(table, 'label').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at');
    table.bigInteger('revoked_at');
    table.index(['account_id', 'created_at'], 'tokens_by_account');
  });

  await knex.schema.createTable('service_tokens', table => {
    text(table, 'id').primary();
    text(table, 'label').notNullable();
    text(table, 'scopes').notNullable();
    text(table, 'accounts');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at');
    table.bigInteger('revoked_at');
  });

  await knex.schema.createTable('members', table => {
    text(table, 'account_id').notNullable().references('accounts.id').onDelete('CASCADE');
    text(table, 'id').notNullable();
    text(table, 'user_name_key').notNullable();
    text(table, 'external_id');
    text(table, 'email_key');
    table.integer('active').notNullable();
    text(table, 'attributes').notNullable();
    table.jsonb('search').notNullable();
    table.integer('version').notNullable();
    text(table, 'managed_by').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('modified_at').notNullable();
    table.bigInteger('activated_at');
    table.primary(['account_id', 'id']);
    table.unique(['account_id', 'user_name_key'], { indexName: 'members_user_name' });
    table.index(['account_id', 'external_id', 'id'], 'members_external_id');
    table.index(['account_id', 'email_key', 'id'], 'members_email');
    table.index(['account_id', 'active', 'id'], 'members_active');
  });

  // One row for each stored e-mail, so that `emails.value eq` finds its member through an index.
  await knex.schema.createTable('member_emails', table => {
    text(table, 'account_id').notNullable();
    text(table, 'member_id').notNullable();
    text(table, 'value_key').notNullable();
    table.index(['account_id', 'value_key', 'member_id'], 'member_emails_value');
    table.index(['account_id', 'member_id'], 'member_emails_member');
  });

  await knex.schema.createTable('events', table => {
    text(table, 'id').primary();
    text(table, 'account_id').notNullable();
    table.bigInteger('sequence').notNullable();
    table.bigInteger('position').unique({ indexName: 'events_position' });
    text(table, 'type').notNullable();
    text(table, 'subject').notNullable();
    table.bigInteger('occurred_at').notNullable();
    text(table, 'body').notNullable();
    table.unique(['account_id', 'sequence'], { indexName: 'events_sequence' });
    table.index(['account_id', 'position'], 'events_account_position');
  });
  await knex.raw('CREATE INDEX events_unsequenced ON events (account_id, sequence) WHERE position IS NULL');

  // One row: the head is the last position given out, the floor the last one deleted.
  await knex.schema.createTable('feed', table => {
    table.integer('id').primary();
    text(table, 'epoch').notNullable();
    table.bigInteger('head').notNullable();
    table.bigInteger('floor').notNullable();
  });
  await knex('feed').insert({
    id: 1,
    epoch: randomUUID().replaceAll('-', '').slice(0, 12),
    head: 0,
    floor: 0,
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'feed',
    'events',
    'member_emails',
    'members',
    'service_tokens',
    'tokens',
    'accounts',
  ]) {
    await knex.schema.dropTable(table);
  }
}
