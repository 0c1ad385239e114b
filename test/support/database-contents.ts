/** Everything a database holds, as text, for tests that search it for what must not be there. */
import { existsSync, readFileSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3';
import pg from 'pg';
import type { DatabaseLocation } from '../../src/config.ts';

export type Row = Readonly<Record<string, unknown>>;

/** All rows of all tables, under the table's name. */
export async function readAllTables(
  location: DatabaseLocation,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  return location.dialect === 'sqlite' ? readSqlite(location.path) : await readPostgres(location.url);
}

/**
 * All rows as text, and on SQLite the raw bytes of the files as well: what was deleted or overwritten may
 * still be in them.
 */
export async function searchableContents(location: DatabaseLocation): Promise<string> {
  const rows = JSON.stringify([...(await readAllTables(location))]);
  if (location.dialect === 'postgres') return rows;
  const files = ['', '-wal', '-shm', '-journal'].map(suffix => location.path + suffix).filter(existsSync);
  return [rows, ...files.map(file => readFileSync(file, 'latin1'))].join('\n');
}

function readSqlite(path: string): ReadonlyMap<string, readonly Row[]> {
  const connection = new BetterSqlite(path, { readonly: true });
  try {
    const tables = connection
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all();
    return new Map(
      tables.map(({ name }) => [name, connection.prepare<[], Row>(`SELECT * FROM "${name}"`).all()]),
    );
  } finally {
    connection.close();
  }
}

async function readPostgres(url: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    const found = new Map<string, readonly Row[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<Row>(`SELECT * FROM "${name}"`);
      found.set(name, rows);
    }
    return found;
  } finally {
    await client.end();
  }
}
