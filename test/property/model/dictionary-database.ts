/**
 * A PostgreSQL database that by default sorts as a dictionary does, as most servers are set up. What the service
 * sorts and compares must not depend on that, and a test cluster with the locale C would never tell.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { FreshDatabase } from '../../support/database/databases.ts';

export async function createDictionaryDatabase(): Promise<FreshDatabase> {
  const name = `dictionary_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(
    `CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'`,
  );
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runOnServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('the global setup starts PostgreSQL before these tests ask for it');
  return url;
}
