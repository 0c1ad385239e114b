import type { Knex } from 'knex';

/**
 * Webhook endpoints and how far each has been sent events: a lane is one endpoint and one account, a cursor instead
 * of a row for every event and endpoint.
 *
 * A lane is due when `next_sequence <= ready_sequence`: two columns of one row, so that PostgreSQL judges it
 * on the newest version of the row. A flag for "there is work" leaves lanes asleep under concurrent writers.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  const text = (table: Knex.CreateTableBuilder, name: string) =>
    isPostgres ? table.specificType(name, 'text COLLATE "C"') : table.text(name);

  await knex.schema.createTable('webhook_endpoints', table => {
    text(table, 'id').primary();
    text(table, 'url').notNullable();
    text(table, 'description');
    text(table, 'status').notNullable();
    text(table, 'disabled_reason');
    text(table, 'types').notNullable();
    text(table, 'accounts');
    text(table, 'signature').notNullable();
    table.integer('batch_max').notNullable();
    table.integer('max_in_flight').notNullable();
    table.integer('timeout_ms').notNullable();
    text(table, 'headers').notNullable();
    table.integer('consecutive_failures').notNullable();
    table.bigInteger('failing_since');
    table.bigInteger('next_probe_at');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
  });

  await knex.schema.createTable('endpoint_secrets', table => {
    text(table, 'id').primary();
    text(table, 'endpoint_id').notNullable().references('webhook_endpoints.id').onDelete('CASCADE');
    text(table, 'scheme').notNullable();
    text(table, 'sealed').notNullable();
    text(table, 'public_key');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at');
    table.index(['endpoint_id', 'created_at'], 'endpoint_secrets_by_endpoint');
  });

  // A replay is a pass of its own beside the live one (replay_id ''), with an end from the beginning.
  await knex.schema.createTable('replays', table => {
    text(table, 'id').primary();
    text(table, 'endpoint_id').notNullable().references('webhook_endpoints.id').onDelete('CASCADE');
    table.integer('only_failed').notNullable();
    table.bigInteger('events').notNullable();
    table.bigInteger('created_at').notNullable();
    table.index(['endpoint_id', 'id'], 'replays_by_endpoint');
  });

  await knex.schema.createTable('lanes', table => {
    text(table, 'endpoint_id').notNullable().references('webhook_endpoints.id').onDelete('CASCADE');
    text(table, 'account_id').notNullable();
    text(table, 'replay_id').notNullable();
    table.bigInteger('next_sequence').notNullable();
    table.bigInteger('ready_sequence').notNullable();
    table.bigInteger('previous_sequence').notNullable();
    table.integer('attempt').notNullable();
    table.bigInteger('due_at').notNullable();
    table.bigInteger('fence').notNullable();
    text(table, 'lease_owner');
    table.bigInteger('lease_until').notNullable();
    table.primary(['endpoint_id', 'account_id', 'replay_id']);
    table.index(['account_id', 'replay_id'], 'lanes_by_account');
  });
  await knex.raw(
    'CREATE INDEX lanes_due ON lanes (due_at, endpoint_id) WHERE next_sequence <= ready_sequence',
  );

  await knex.schema.createTable('delivery_attempts', table => {
    text(table, 'id').primary();
    text(table, 'endpoint_id').notNullable();
    text(table, 'account_id').notNullable();
    text(table, 'event_id').notNullable();
    table.bigInteger('first_sequence').notNullable();
    table.bigInteger('last_sequence').notNullable();
    text(table, 'trigger').notNullable();
    table.integer('attempt').notNullable();
    text(table, 'outcome').notNullable();
    text(table, 'failure');
    table.integer('status_code');
    text(table, 'error');
    text(table, 'response');
    table.integer('duration_ms').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['endpoint_id', 'id'], 'delivery_attempts_by_endpoint');
    table.index(['account_id', 'first_sequence'], 'delivery_attempts_by_account');
    table.index(['at'], 'delivery_attempts_at');
  });

  await knex.schema.createTable('dead_letters', table => {
    text(table, 'id').primary();
    text(table, 'endpoint_id').notNullable().references('webhook_endpoints.id').onDelete('CASCADE');
    text(table, 'account_id').notNullable();
    table.bigInteger('first_sequence').notNullable();
    table.bigInteger('last_sequence').notNullable();
    text(table, 'event_id');
    text(table, 'reason').notNullable();
    table.integer('attempts').notNullable();
    text(table, 'last_error');
    table.bigInteger('at').notNullable();
    table.bigInteger('resolved_at');
    table.index(['endpoint_id', 'id'], 'dead_letters_by_endpoint');
    table.index(['account_id', 'endpoint_id', 'first_sequence'], 'dead_letters_by_account');
  });

  // Events about the delivery itself have a sequence of their own, in no account.
  await knex.schema.createTable('operations', table => {
    table.integer('id').primary();
    table.bigInteger('last_sequence').notNullable();
  });
  await knex('operations').insert({ id: 1, last_sequence: 0 });

  await knex.schema.alterTable('events', table => {
    table.index(['occurred_at', 'position'], 'events_occurred');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', table => {
    table.dropIndex(['occurred_at', 'position'], 'events_occurred');
  });
  for (const table of [
    'operations',
    'dead_letters',
    'delivery_attempts',
    'lanes',
    'replays',
    'endpoint_secrets',
    'webhook_endpoints',
  ]) {
    await knex.schema.dropTable(table);
  }
}
