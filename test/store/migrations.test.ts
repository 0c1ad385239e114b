/** Migrations run up and down on every database, and the schema they make is under review. */
import type { Knex } from 'knex';
import { migrationSource } from '../../migrations/migration-source.ts';
import { readConfig } from '../../src/config/config.ts';
import { postgresKnex } from '../../src/store/database/postgres/database.ts';
import { openSqliteConnection } from '../../src/store/database/sqlite/connection.ts';
import { sqliteKnex } from '../../src/store/database/sqlite/database.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

/** Tables with their columns and indexes, in an order that does not depend on the database. */
async function describeSchema(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<Record<string, string[]>> {
  const sql =
    dialect === 'sqlite'
      ? `SELECT m.name AS "table", c.name || CASE WHEN c."notnull" THEN ' not null' ELSE '' END AS item
           FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
         UNION ALL SELECT tbl_name, 'index ' || name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`
      : `SELECT table_name AS "table", column_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS item
           FROM information_schema.columns WHERE table_schema = 'public'
         UNION ALL SELECT tablename, 'index ' || indexname FROM pg_indexes
           WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey'`;
  const result: { rows?: Row[] } | Row[] = await knex.raw(sql);
  const rows = Array.isArray(result) ? result : (result.rows ?? []);
  const schema: Record<string, string[]> = {};
  for (const row of rows) {
    if (row.table.startsWith('knex_') || row.table.startsWith('sqlite_')) continue;
    // SQLite says "not null" of a primary key only when it was written so; both databases enforce it.
    schema[row.table] = [...(schema[row.table] ?? []), row.item];
  }
  return Object.fromEntries(
    Object.entries(schema)
      .map(([table, items]) => [table, items.sort()] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

interface Row {
  table: string;
  item: string;
}

describe.each(databaseKinds())('migrations on $name', kind => {
  let fresh: FreshDatabase;
  let knex: Knex;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
    const { database } = readConfig({
      DATABASE_URL: fresh.url,
      SIGNING_KEYS: 'k:secret',
      SECRETS_KEY: 'k:secret',
    });
    if (database.dialect === 'sqlite') openSqliteConnection(database.path).close();
    knex = database.dialect === 'sqlite' ? sqliteKnex(database.path) : postgresKnex(database.url);
  });

  afterAll(async () => {
    await knex.destroy();
    await fresh.drop();
  });

  test('go up, down to nothing, and up again to the same schema', async () => {
    const dialect = kind.name === 'SQLite' ? 'sqlite' : 'postgres';
    await knex.migrate.latest({ migrationSource });
    const schema = await describeSchema(knex, dialect);
    expect(schema).toMatchSnapshot();
    await knex.migrate.rollback({ migrationSource }, true);
    expect(await describeSchema(knex, dialect)).toEqual({});
    await knex.migrate.latest({ migrationSource });
    expect(await describeSchema(knex, dialect)).toEqual(schema);
  });
});
