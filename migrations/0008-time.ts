/**
 * Time that a clock cannot undo: waits keep when they began, so that a clock set back does not prolong them, and
 * retention counts the time the service has been up instead of trusting a date.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('lanes', table => {
    // From when the lane waits for due_at, and from when it is leased; milliseconds since the epoch.
    table.bigInteger('due_since').notNullable().defaultTo(0);
    table.bigInteger('lease_since').notNullable().defaultTo(0);
  });
  await knex.schema.alterTable('webhook_endpoints', table => {
    table.bigInteger('probe_since').notNullable().defaultTo(0);
    // The uptime at `failing_since`.
    table.bigInteger('failing_since_uptime');
  });
  // What the clock showed while the service came from one uptime to the next, and how far the feed was by then.
  await knex.schema.createTable('uptime_marks', table => {
    table.bigInteger('uptime').notNullable();
    table.bigInteger('clock_low').notNullable();
    table.bigInteger('clock_high').notNullable();
    table.bigInteger('head').notNullable();
    table.index(['uptime'], 'uptime_marks_by_uptime');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('uptime_marks');
  await knex.schema.alterTable('webhook_endpoints', table => {
    table.dropColumns('probe_since', 'failing_since_uptime');
  });
  await knex.schema.alterTable('lanes', table => table.dropColumns('due_since', 'lease_since'));
}
