/** The file of a SQLite database: where it really is, and whether it is still the one that was opened. */
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { RollcallError } from '../../../base/errors.ts';

const RETRY_AFTER_SECONDS = 30;

/** What belongs to a database beside its own file, besides the locks. */
export const COMPANIONS = ['-wal', '-shm', '-head'] as const;

/** The path without symbolic links: locks stand beside the file itself, under whatever name a process knows it. */
export function realPath(path: string): string {
  const place = resolve(path);
  if (existsSync(place)) return realpathSync(place);
  // SQLite makes the file that a link leads to.
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return realPath(resolve(dirname(place), readlinkSync(place)));
  }
  const folder = dirname(place);
  return existsSync(folder) ? join(realpathSync(folder), basename(place)) : place;
}

/**
 * Compares the file at the path, from now on, with the one that is there now.
 * @returns what throws RollcallError `unavailable` when it is another one, or none: what is written to the opened file
 *   would be lost with it
 */
export function fileWatch(path: string): () => void {
  const opened = identityOf(path);
  return () => {
    if (identityOf(path) === opened) return;
    throw new RollcallError(
      'unavailable',
      "The file of this service's database was moved, removed or replaced while it was open, so nothing is saved. The operator should put the right file back in its place and restart the service.",
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  };
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // Whatever the reason: the file cannot be reached there.
    return undefined;
  }
}

/** Whether there is a database with a schema of ours in the file; makes none. */
export function holdsRollcall(path: string): boolean {
  if (!existsSync(path)) return false;
  const connection = new BetterSqlite(path, { fileMustExist: true });
  try {
    const tables = "SELECT 1 FROM sqlite_schema WHERE name = 'knex_migrations'";
    return connection.prepare(tables).get() !== undefined;
  } finally {
    connection.close();
  }
}
