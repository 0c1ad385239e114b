/** Every database the service runs on, for suites that must hold on each alike. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface FreshDatabase {
  /** A DATABASE_URL of an empty database. */
  readonly url: string;
  drop(): Promise<void>;
}

interface DatabaseKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  create(): Promise<FreshDatabase>;
}

const sqlite: DatabaseKind = {
  name: 'SQLite',
  create: () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-sqlite-'));
    return Promise.resolve({
      url: `sqlite:${join(folder, 'rollcall.db')}`,
      drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
    });
  },
};

const postgres = (adminUrl: string): DatabaseKind => ({
  name: 'PostgreSQL',
  create: async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await runAsAdmin(adminUrl, `CREATE DATABASE ${name}`);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return { url: url.href, drop: () => runAsAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
  },
});

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
