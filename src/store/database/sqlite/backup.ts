/** A copy of a SQLite database beside a running service, ready to be put in its place. */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { errorCodeOf, RollcallError } from '../../../base/errors.ts';
import { makeEpoch } from '../../events/feed-epoch.ts';
import { holdsRollcall } from './file.ts';

const BUSY_TIMEOUT_MS = 10_000;
/** Everything in one step, from one state: page by page, each write of the service would restart it. */
const ALL_PAGES = 2 ** 31 - 1;

export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly epoch: string;
}

/**
 * Copies the last committed state, checks the copy, and gives its feed a new epoch: after a restore, cursors that were
 * given out since answer 410 instead of skipping what is written under the same positions.
 * @param file where to: only its owner can read it; it appears whole or not at all
 * @throws RollcallError `notFound` without a database, `conflict` when the target is there, `internal` for a copy that is damaged
 */
export async function backUpSqlite(path: string, file: string): Promise<Backup> {
  const target = resolve(file);
  if (!existsSync(path)) {
    throw new RollcallError('notFound', `There is no database at ${resolve(path)}.`);
  }
  if (existsSync(target)) throw isThere(target);
  const partial = `${target}.partial-${process.pid}`;
  try {
    const epoch = await copyChecked(path, partial);
    putInPlace(partial, target);
    flushFolder(target);
    return { path: target, bytes: statSync(target).size, epoch };
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(partial + suffix, { force: true });
  }
}

/**
 * Copies the last committed state into one file that stands alone, checks it, and gives its feed a new epoch.
 * @param to is not there yet; only its owner can read it
 * @returns the epoch
 * @throws RollcallError `internal` for a copy that is damaged, `conflict` when it holds no data of ours
 */
export async function copyChecked(from: string, to: string): Promise<string> {
  // Made first, so that it is never readable by others.
  closeSync(openSync(to, 'wx', 0o600));
  await copy(from, to);
  if (!holdsRollcall(to)) throw new RollcallError('conflict', `${resolve(from)} holds no data of Rollcall.`);
  const epoch = finish(to);
  flush(to, 'r+');
  return epoch;
}

async function copy(from: string, to: string): Promise<void> {
  const source = new BetterSqlite(from, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    source.pragma('query_only = ON');
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
}

/** One file that stands alone: without a write-ahead log beside it. @returns the epoch it has now */
function finish(path: string): string {
  const made = new BetterSqlite(path, { fileMustExist: true });
  try {
    made.pragma('journal_mode = DELETE');
    made.pragma('synchronous = FULL');
    const verdict = made.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') {
      throw new RollcallError(
        'internal',
        'The copy is damaged, and so its origin may be. Keep the last good backup, and run "PRAGMA integrity_check" on the origin.',
      );
    }
    const epoch = makeEpoch();
    made.prepare('UPDATE feed SET epoch = ?').run(epoch);
    return epoch;
  } finally {
    made.close();
  }
}

/** A link does not overwrite, also when another process has made the file meanwhile. */
function putInPlace(partial: string, target: string): void {
  try {
    linkSync(partial, target);
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST' || existsSync(target)) throw isThere(target);
    // Not every file system has links.
    renameSync(partial, target);
  }
}

/** So that a rename in the folder outlives a power cut. */
export function flushFolder(file: string): void {
  // Windows does not open folders.
  if (process.platform !== 'win32') flush(dirname(file), 'r');
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const isThere = (target: string): RollcallError =>
  new RollcallError('conflict', `${target} is there already; a backup never overwrites.`);
