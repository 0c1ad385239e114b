/** Every database the service runs on, for suites that must hold on each alike. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../../src/store/database/open.ts';

export interface FreshDatabase {
  /** Its DATABASE_URL. */
  readonly url: string;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** One with today's schema: a copy, as the migrations take far longer. */
  create(): Promise<FreshDatabase>;
  /** One without tables. */
  createEmpty(): Promise<FreshDatabase>;
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
  create: async () => {
    const database = inNewFolder();
    await cp(templateOf('SQLITE'), join(database.folder, SQLITE_FILE));
    return database;
  },
  createEmpty: () => Promise.resolve(inNewFolder()),
  copy: async of => {
    const { folder, ...database } = inNewFolder();
    // With the files beside it, among them a WAL when the last process did not end by itself.
    await cp(dirname(of.url.slice('sqlite:'.length)), folder, { recursive: true });
    return database;
  },
};

const postgres = (adminUrl: string): DatabaseKind => ({
  name: 'PostgreSQL',
  create: () => createOnServer(adminUrl, `TEMPLATE ${templateOf('POSTGRES')}`),
  createEmpty: () => createOnServer(adminUrl),
  copy: of => createOnServer(adminUrl, `TEMPLATE ${databaseName(of)}`),
});

const databaseName = ({ url }: FreshDatabase): string => new URL(url).pathname.slice(1);

/** Makes, once for the whole run, what `create` copies. */
export async function makeTemplates(): Promise<readonly FreshDatabase[]> {
  const file = inNewFolder();
  const path = join(file.folder, SQLITE_FILE);
  await migrate({ dialect: 'sqlite', path });
  process.env['TEST_SQLITE_TEMPLATE'] = path;
  const adminUrl = process.env['TEST_POSTGRES_URL'];
  if (!adminUrl) return [file];
  const database = await createOnServer(adminUrl);
  await migrate({ dialect: 'postgres', url: database.url });
  process.env['TEST_POSTGRES_TEMPLATE'] = databaseName(database);
  return [file, database];
}

function templateOf(kind: 'SQLITE' | 'POSTGRES'): string {
  const template = process.env[`TEST_${kind}_TEMPLATE`];
  if (template === undefined) throw new Error('the global setup makes the templates');
  return template;
}

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

/** The databases of this run; where PostgreSQL could not start, the global setup has said so. */
export function databaseKinds(): readonly [DatabaseKind, ...DatabaseKind[]] {
  const adminUrl = process.env['TEST_POSTGRES_URL'];
  if (adminUrl) return [sqlite, postgres(adminUrl)];
  if (process.env['CI']) throw new Error('CI must test PostgreSQL');
  return [sqlite];
}
