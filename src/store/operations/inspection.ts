/** A database as the doctor sees it: opened as it is, without making or changing anything. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { RollcallError } from '../../base/errors.ts';
import type { DatabaseLocation } from '../../config/config.ts';
import type { SigningKey } from '../../config/keys.ts';
import type { Backlog } from '../../webhooks/backlog.ts';
import { foreignKeyRefusal } from '../accounts/signing-key-store.ts';
import type { Database } from '../database/database.ts';
import { connectDatabase } from '../database/open.ts';
import { POSTGRES_NOW } from '../database/shared-sql.ts';
import { name, sql } from '../database/sql.ts';
import { type UserNameClash, userNameClashes } from '../members/user-name-clashes.ts';
import { readPublicUrl } from './installation-store.ts';
import { readBacklog } from './metrics-store.ts';
import { type SchemaState, schemaState } from './schema-state.ts';

export interface InspectedDatabase {
  schema(): Promise<SchemaState>;
  /** What the settings are that keep a commit, and what is wrong with them. */
  durability(): Promise<{ readonly settings: string; readonly faults: readonly string[] }>;
  /** Milliseconds since the epoch: the time it is there, and that of the newest event. */
  clock(): Promise<{ readonly at: number; readonly lastEventAt: number | null }>;
  /** Whether the file of a SQLite database is whole, as `PRAGMA quick_check` sees it; `undefined`: no file. */
  isWhole(): Promise<boolean | undefined>;
  /** How many tokens that could be used each signing key has signed; `null`: before that was noted. */
  tokenKeys(now: number): Promise<readonly { readonly keyId: string | null; readonly tokens: number }[]>;
  /** Why the service would refuse what this key signs. */
  keyRefusal(key: SigningKey | undefined): Promise<RollcallError | undefined>;
  backlog(now: number): Promise<Backlog>;
  userNameClashes(): Promise<readonly UserNameClash[]>;
  /** The address that the service stored; `undefined` before its first start. */
  publicUrl(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** @throws RollcallError `notFound` when there is none yet; what the driver throws when it cannot be reached */
export async function inspectDatabase(location: DatabaseLocation): Promise<InspectedDatabase> {
  if (location.dialect === 'sqlite' && !existsSync(location.path)) {
    throw new RollcallError(
      'notFound',
      `There is no database at ${resolve(location.path)} yet: start the service, or run "rollcall migrate".`,
    );
  }
  const database = connectDatabase(location);
  try {
    await database.all(sql`SELECT 1 AS one`);
  } catch (error) {
    await database.close();
    // The doctor words the driver's error itself.
    throw error instanceof RollcallError ? error.cause : error;
  }
  return {
    schema: () => schemaState(database),
    durability: () => durabilityOf(database),
    clock: async () => ({ at: await timeOf(database), lastEventAt: await lastEventAt(database) }),
    isWhole: () => isWhole(database),
    tokenKeys: now => tokenKeys(database, now),
    keyRefusal: key => foreignKeyRefusal(database, key),
    backlog: now => readBacklog(database, now),
    userNameClashes: () => userNameClashes(database),
    publicUrl: () => readPublicUrl(database),
    close: () => database.close(),
  };
}

const NEEDED = {
  // What each value must be: WAL with FULL flushes at each commit; on PostgreSQL the server flushes for real.
  sqlite: { ask: sql`PRAGMA`, settings: { journal_mode: ['wal'], synchronous: ['2', '3'] } },
  postgres: {
    ask: sql`SHOW`,
    settings: {
      fsync: ['on'],
      full_page_writes: ['on'],
      synchronous_commit: ['on', 'remote_apply', 'remote_write'],
    },
  },
} as const;

/** Asks as a change would find it: in a transaction that writes, on PostgreSQL behind whatever pooler there is. */
const durabilityOf = (database: Database) =>
  database.dialect === 'sqlite'
    ? settingsOf(database, 'sqlite')
    : database.write(trx => settingsOf(trx, 'postgres'));

async function settingsOf(
  on: Pick<Database, 'all'>,
  dialect: Database['dialect'],
): Promise<{ settings: string; faults: readonly string[] }> {
  const { ask, settings } = NEEDED[dialect];
  const found: string[] = [];
  const faults: string[] = [];
  for (const [setting, good] of Object.entries<readonly string[]>(settings)) {
    const [row] = await on.all<Record<string, unknown>>(sql`${ask} ${name(setting)}`);
    const value = String(row?.[setting]);
    found.push(`${setting} ${value}`);
    if (!good.includes(value)) faults.push(`${setting} is ${value} and must be ${good[0]}`);
  }
  return { settings: found.join(', '), faults };
}

async function isWhole(database: Database): Promise<boolean | undefined> {
  if (database.dialect === 'postgres') return undefined;
  const [row] = await database.all<{ quick_check: string }>(sql`PRAGMA quick_check(1)`);
  return row?.quick_check === 'ok';
}

async function tokenKeys(
  database: Database,
  now: number,
): Promise<readonly { readonly keyId: string | null; readonly tokens: number }[]> {
  const live = sql`revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
  const rows = await database.all<{ key_id: string | null; total: number }>(
    sql`SELECT key_id, count(*) AS total
          FROM (SELECT key_id FROM tokens WHERE ${live} UNION ALL SELECT key_id FROM service_tokens WHERE ${live}) live
         GROUP BY key_id ORDER BY key_id`,
  );
  return rows.map(({ key_id: keyId, total: tokens }) => ({ keyId, tokens }));
}

async function timeOf(database: Database): Promise<number> {
  const [row] = await database.all<{ at: number }>(
    database.dialect === 'sqlite'
      ? sql`SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS at`
      : sql`SELECT ${POSTGRES_NOW} AS at`,
  );
  if (!row) throw new Error('a database always knows the time');
  return row.at;
}

async function lastEventAt(database: Database): Promise<number | null> {
  const [row] = await database.all<{ at: number | null }>(sql`SELECT max(occurred_at) AS at FROM events`);
  return row?.at ?? null;
}
