/** The provisioning log consists of entries, an account is offboarded, and people are notified. */
import type { Knex } from 'knex';

const COLUMNS = [
  ['accounts', 'members_leaving', 'offboarding'],
  ['connection_health', 'silence_told_at', 'silence_notified_at'],
  ['tokens', 'expiry_told_at', 'expiry_notified_at'],
] as const;

export async function up(knex: Knex): Promise<void> {
  for (const [table, before, after] of COLUMNS)
    await knex.schema.alterTable(table, change => change.renameColumn(before, after));
  await renameLog(knex, ['exchanges', 'log_entries']);
}

export async function down(knex: Knex): Promise<void> {
  await renameLog(knex, ['log_entries', 'exchanges']);
  for (const [table, before, after] of COLUMNS)
    await knex.schema.alterTable(table, change => change.renameColumn(after, before));
}

/** Indexes keep their names when their table is renamed; the key's is renamed with it by SQLite alone. */
async function renameLog(knex: Knex, [before, after]: readonly [string, string]): Promise<void> {
  await knex.schema.alterTable(before, table => {
    table.dropIndex(['at'], `${before}_at`);
    table.dropIndex(['account_id', 'about', 'id'], `${before}_about`);
  });
  await knex.schema.renameTable(before, after);
  if (knex.client.config.client === 'pg')
    await knex.raw('ALTER INDEX ?? RENAME TO ??', [`${before}_pkey`, `${after}_pkey`]);
  await knex.schema.alterTable(after, table => {
    table.index(['at'], `${after}_at`);
    table.index(['account_id', 'about', 'id'], `${after}_about`, { predicate: knex.whereNotNull('about') });
  });
}
