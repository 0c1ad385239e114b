import type { Knex } from 'knex';

/**
 * The life of a connection, the use of its tokens, members the main app looks after, the provisioning log, and
 * limits that instances share.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  const text = (table: Knex.CreateTableBuilder, name: string) =>
    isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);

  await knex.schema.alterTable('accounts', table => {
    text(table, 'sso_provider');
    text(table, 'sso_status').notNullable().defaultTo('active');
    // Why SCIM is not enabled, in one word; null while it is.
    text(table, 'connection_reason');
    table.bigInteger('connection_since').notNullable().defaultTo(0);
    // What is still to be done with the members, as JSON: work that outlives the process that began it.
    text(table, 'members_leaving');
    table.bigInteger('closed_at');
  });
  await knex('accounts').update({ connection_since: knex.ref('updated_at') });

  await knex.schema.alterTable('tokens', table => {
    text(table, 'allowed_addresses');
    table.bigInteger('last_used_at');
    text(table, 'last_used_from');
    table.bigInteger('expiry_told_at');
  });

  await knex.schema.alterTable('members', table => {
    table.integer('protected').notNullable().defaultTo(0);
  });

  // Who had a userName last and was removed, so that the event of a new member with it can name the former one.
  await knex.schema.createTable('former_members', table => {
    text(table, 'account_id').notNullable().references('accounts.id').onDelete('CASCADE');
    // A hash: the name itself is gone with the member.
    text(table, 'name_key').notNullable();
    text(table, 'member_id').notNullable();
    table.primary(['account_id', 'name_key']);
    table.index(['account_id', 'member_id'], 'former_members_by_member');
  });

  await knex.schema.alterTable('events', table => {
    table.index(['account_id', 'subject', 'sequence'], 'events_subject');
  });

  // Counted at each reading of the metrics, among all that were dealt with.
  await knex.schema.alterTable('dead_letters', table => {
    table.index(['endpoint_id'], 'dead_letters_open', { predicate: knex.whereNull('resolved_at') });
  });

  // Apart from the account's row, which is the lock of every writer.
  await knex.schema.createTable('connection_health', table => {
    text(table, 'account_id').primary().references('accounts.id').onDelete('CASCADE');
    table.bigInteger('first_contact_at');
    table.bigInteger('last_request_at');
    table.bigInteger('last_success_at');
    table.bigInteger('last_error_at');
    table.integer('last_error_status');
    text(table, 'last_error');
    text(table, 'last_error_explanation');
    table.bigInteger('silence_told_at');
  });

  // An id begins with its time, so the order of ids is the order of requests, and a time is a place among them.
  await knex.schema.createTable('exchanges', table => {
    text(table, 'account_id').notNullable();
    text(table, 'id').notNullable();
    text(table, 'token_id');
    table.bigInteger('at').notNullable();
    text(table, 'request_id').notNullable();
    text(table, 'identity_provider');
    text(table, 'user_agent');
    text(table, 'method').notNullable();
    text(table, 'path').notNullable();
    table.integer('bulk_index');
    text(table, 'outcome').notNullable();
    text(table, 'meaning').notNullable();
    text(table, 'member_id');
    text(table, 'user_name');
    text(table, 'external_id');
    // Whom it is about: the member's id, else the folded userName, else the externalId. One index for them all, for
    // every row makes it grow in another place.
    text(table, 'about');
    text(table, 'changed').notNullable();
    text(table, 'ignored').notNullable();
    table.integer('unknown_attributes').notNullable();
    text(table, 'events').notNullable();
    table.integer('status').notNullable();
    text(table, 'scim_type');
    text(table, 'detail');
    text(table, 'explanation');
    table.integer('duration_ms').notNullable();
    // Folded, for the search by text; null where that is the meaning as it is.
    text(table, 'search');
    table.primary(['account_id', 'id']);
    table.index(['at'], 'exchanges_at');
    table.index(['account_id', 'about', 'id'], 'exchanges_about', { predicate: knex.whereNotNull('about') });
  });

  await knex.schema.createTable('request_budgets', table => {
    text(table, 'account_id').primary();
    table.double('tokens').notNullable();
    table.bigInteger('updated_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', table => {
    table.dropIndex(['account_id', 'subject', 'sequence'], 'events_subject');
  });
  await knex.schema.alterTable('dead_letters', table => {
    table.dropIndex(['endpoint_id'], 'dead_letters_open');
  });
  for (const table of ['request_budgets', 'exchanges', 'connection_health', 'former_members'])
    await knex.schema.dropTable(table);
  await knex.schema.alterTable('members', table => table.dropColumn('protected'));
  await knex.schema.alterTable('tokens', table => {
    table.dropColumns('allowed_addresses', 'last_used_at', 'last_used_from', 'expiry_told_at');
  });
  await knex.schema.alterTable('accounts', table => {
    table.dropColumns(
      'sso_provider',
      'sso_status',
      'connection_reason',
      'connection_since',
      'members_leaving',
      'closed_at',
    );
  });
}
