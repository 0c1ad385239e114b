/** Every database the service runs on, for suites that must hold on each alike. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface FreshDatabase {
  /** A DATABASE_URL of an empty database. */
  readonly url: string;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  create(): Promise<FreshDatabase>;
  /** A database with the same contents. @param of one that this kind created, and that is not in use */
  copy(of: FreshDatabase): Promise<FreshDatabase>;
}

const SQLITE_FILE = 'rollcall.db';

function inNewFolder(): FreshDatabase & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sqlite-'));
  return {
    folder,
    url: `sqlite:${join(folder, SQLITE_FILE)}`,
    drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}

const sqlite: DatabaseKind = {
  name: 'SQLite',
  create: () => Promise.resolve(inNewFolder()),
  copy: async of => {
    const { folder, ...database } = inNewFolder();
    // With the files beside it, among them a WAL when the last process did not end by itself.
    await cp(dirname(of.url.slice('sqlite:'.length)), folder, { recursive: true });
    return database;
  },
};

const postgres = (adminUrl: string): DatabaseKind => ({
  name: 'PostgreSQL',
  create: () => createOnServer(adminUrl),
  copy: of => createOnServer(adminUrl, `TEMPLATE ${new URL(of.url).pathname.slice(1)}`),
});

async function createOnServer(adminUrl: string, options = ''): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runAsAdmin(adminUrl, `CREATE DATABASE ${name} ${options}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runAsAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runAsAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The databases of this run; a laptop on which PostgreSQL could not start was told so by the global setup. */
export function databaseKinds(): readonly DatabaseKind[] {
  const adminUrl = process.env['TEST_POSTGRES_URL'];
  if (adminUrl) return [sqlite, postgres(adminUrl)];
  if (process.env['CI']) throw new Error('CI must test PostgreSQL');
  return [sqlite];
}
