/** A database beneath the service: everything it holds, for tests that search it, and a way to age it. */
import { existsSync, readFileSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3';
import pg from 'pg';
import type { DatabaseLocation } from '../../../src/config/config.ts';

export type Row = Readonly<Record<string, unknown>>;

/** All rows of all tables, under the table's name. */
export async function readAllTables(
  location: DatabaseLocation,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  return location.dialect === 'sqlite' ? readSqlite(location.path) : await readPostgres(location.url);
}

/** The raw bytes of SQLite's files, where what was deleted or overwritten may still be; none on PostgreSQL. */
export function readDatabaseFiles(location: DatabaseLocation): readonly Buffer[] {
  if (location.dialect === 'postgres') return [];
  const files = ['', '-wal', '-shm', '-journal'].map(suffix => location.path + suffix);
  return files.filter(existsSync).map(file => readFileSync(file));
}

/** Runs one statement beside the service. */
export async function runSql(location: DatabaseLocation, sql: string): Promise<void> {
  if (location.dialect === 'sqlite') {
    const connection = new BetterSqlite(location.path, { timeout: 5_000 });
    try {
      connection.exec(sql);
    } finally {
      connection.close();
    }
  } else {
    await withPostgres(location.url, client => client.query(sql));
  }
}

/** What one query finds, read beside the service. */
export async function readRows(location: DatabaseLocation, sql: string): Promise<readonly Row[]> {
  if (location.dialect === 'postgres') {
    return withPostgres(location.url, async client => (await client.query<Row>(sql)).rows);
  }
  const connection = new BetterSqlite(location.path, { readonly: true });
  try {
    return connection.prepare<[], Row>(sql).all();
  } finally {
    connection.close();
  }
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

function readPostgres(url: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  return withPostgres(url, async client => {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    const found = new Map<string, readonly Row[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<Row>(`SELECT * FROM "${name}"`);
      found.set(name, rows);
    }
    return found;
  });
}

async function withPostgres<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
