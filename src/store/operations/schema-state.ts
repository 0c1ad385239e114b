/** Whether the schema of a database is the one this version works with. */
import { migrationSource } from '../../../migrations/migration-source.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

export interface SchemaState {
  /** What this version needs and the database lacks. */
  readonly missing: readonly string[];
  /** What a newer version has done; it leaves this one working. */
  readonly newer: readonly string[];
}

/** Compares the migrations this version knows with those that ran. */
export async function schemaState(database: Pick<Database, 'all' | 'dialect'>): Promise<SchemaState> {
  const known = await migrationSource.getMigrations([]);
  const ran = (await hasMigrations(database)) ? await migrationsOf(database) : [];
  return {
    missing: known.filter(name => !ran.includes(name)),
    newer: ran.filter(name => !known.includes(name)),
  };
}

const HAS_MIGRATIONS = {
  sqlite: sql`SELECT count(*) AS found FROM sqlite_schema WHERE name = 'knex_migrations'`,
  postgres: sql`SELECT count(to_regclass('knex_migrations')) AS found`,
} as const;

async function hasMigrations(database: Pick<Database, 'all' | 'dialect'>): Promise<boolean> {
  const [row] = await database.all<{ found: number }>(HAS_MIGRATIONS[database.dialect]);
  return row?.found === 1;
}

async function migrationsOf(database: Pick<Database, 'all'>): Promise<readonly string[]> {
  const rows = await database.all<{ name: string }>(sql`SELECT name FROM knex_migrations`);
  return rows.map(({ name }) => name);
}
