/** Opens the configured database: migrates it if asked to, verifies that it is durable, hands out a Database. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { Knex } from 'knex';
import { migrationSource } from '../../../migrations/migration-source.ts';
import { errorCodeOf, RollcallError } from '../../base/errors.ts';
import type { DatabaseLocation } from '../../config/config.ts';
import { type EpochChange, renewEpochWhenNeeded } from '../events/feed-epoch.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { withOutage } from './outage.ts';
import {
  assertPostgresDurable,
  assertPostgresVersion,
  PostgresDatabase,
  postgresKnex,
} from './postgres/database.ts';
import { openSqliteConnection } from './sqlite/connection.ts';
import { SqliteDatabase, sqliteKnex } from './sqlite/database.ts';
import { holdsRollcall, realPath } from './sqlite/file.ts';

const MIGRATION_WAIT_MS = 30_000;
const MIGRATION_ADVISORY_LOCK = 7_216;

/** Brings the schema up to date and opens the database; makes one where there is none. */
export async function openDatabase(
  location: DatabaseLocation,
  { onNewEpoch, ...options }: OpeningOptions = {},
): Promise<Database> {
  await migrate(location);
  const database = connectDatabase(location, options);
  try {
    const change = await renewEpochWhenNeeded(database, location);
    if (change) onNewEpoch?.(change);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

export interface OpeningOptions extends DatabaseOptions {
  /** Called when the database is another one, or in an earlier state, than the readers of its feed know. */
  readonly onNewEpoch?: (change: EpochChange) => void;
}

/** The same, where there must be one: a database that is lost is never replaced by an empty one in silence. */
export async function openExistingDatabase(
  location: DatabaseLocation,
  options?: OpeningOptions,
): Promise<Database> {
  await requireDatabase(location);
  return openDatabase(location, options);
}

/** @throws RollcallError `notFound` when there is none with a schema of ours; makes none */
export async function requireDatabase(location: DatabaseLocation): Promise<void> {
  if (location.dialect === 'sqlite') {
    if (holdsRollcall(location.path)) return;
    throw noDatabase(`at ${resolve(location.path)}`);
  }
  if (!(await withOutage(() => hasMigrations(location.url)))) {
    throw noDatabase('in the database that DATABASE_URL names');
  }
}

async function hasMigrations(url: string): Promise<boolean> {
  const connection = postgresKnex(url);
  try {
    return await connection.schema.hasTable('knex_migrations');
  } finally {
    await connection.destroy();
  }
}

const noDatabase = (place: string): RollcallError =>
  new RollcallError(
    'notFound',
    `There is no data of Rollcall ${place}. If this installation is new, run "rollcall migrate" to begin. If it is not, check DATABASE_URL and whether the disk is mounted, or restore a backup.`,
  );

/** Opens the database with the schema it has. */
export const connectDatabase = (location: DatabaseLocation, options?: DatabaseOptions): Database =>
  location.dialect === 'sqlite'
    ? new SqliteDatabase(location.path, options)
    : new PostgresDatabase(location.url, { connections: location.connections, ...options });

/**
 * Runs the migrations that are missing, one process at a time.
 * @returns the names of those it ran
 */
export async function migrate(location: DatabaseLocation): Promise<readonly string[]> {
  return location.dialect === 'sqlite'
    ? migrateSqlite(location.path)
    : withOutage(() => migratePostgres(location.url));
}

async function migrateSqlite(path: string): Promise<readonly string[]> {
  openSqliteConnection(path).close();
  const lock = holdFileLock(`${realPath(path)}-migrating`, MIGRATION_WAIT_MS);
  if (!lock) throw new Error('another process has been migrating this database for too long');
  const connection = sqliteKnex(path);
  try {
    return await runMigrations(connection);
  } finally {
    await connection.destroy();
    lock.release();
  }
}

async function migratePostgres(url: string): Promise<readonly string[]> {
  const guard = postgresKnex(url);
  const connection = postgresKnex(url);
  try {
    await assertPostgresVersion(connection);
    await assertPostgresDurable(connection);
    return await guard.transaction(async trx => {
      await trx.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_ADVISORY_LOCK]);
      return await runMigrations(connection);
    });
  } finally {
    await connection.destroy();
    await guard.destroy();
  }
}

/** The caller holds a lock that dies with its process, so knex's own lock, which does not, may be freed. */
async function runMigrations(connection: Knex): Promise<readonly string[]> {
  // A newer version may have gone further: this one runs on its schema, during a rolling upgrade and after going back.
  const options = { migrationSource, disableMigrationsListValidation: true };
  const [, pending] = (await connection.migrate.list(options)) as [unknown, unknown[]]; // knex types the pair as any
  if (pending.length === 0) return [];
  await connection.migrate.forceFreeMigrationsLock(options);
  const [, ran] = (await connection.migrate.latest(options)) as [number, string[]]; // knex types the pair as any
  return ran;
}

export interface FileLock {
  release(): void;
}

/** Claims a SQLite file for serving; the claim ends with the process, however it ends. */
export function claimForServing(location: DatabaseLocation): FileLock {
  if (location.dialect === 'postgres') return { release: () => undefined };
  const lock = claimSqlite(location.path);
  if (lock) return lock;
  throw new Error(
    `Another Rollcall is already serving ${resolve(location.path)}. One process serves a SQLite file; use PostgreSQL for several.`,
  );
}

/** @returns `undefined` while another process serves the file, under whatever name */
export const claimSqlite = (path: string): FileLock | undefined =>
  holdFileLock(`${realPath(path)}-serving`, 0);

/** A lock of the operating system, taken through SQLite so that it works on every platform. */
function holdFileLock(path: string, waitMs: number): FileLock | undefined {
  mkdirSync(dirname(path), { recursive: true });
  const holder = new BetterSqlite(path, { timeout: waitMs });
  try {
    holder.pragma('journal_mode = MEMORY');
    holder.pragma('locking_mode = EXCLUSIVE');
    holder.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    holder.close();
    if (errorCodeOf(error)?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return {
    release: () => {
      holder.exec('ROLLBACK');
      holder.close();
    },
  };
}
