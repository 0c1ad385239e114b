/** Puts a backup in the place of a SQLite database, and keeps what was there. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RollcallError } from '../../../base/errors.ts';
import { claimSqlite } from '../open.ts';
import { copyChecked, flushFolder } from './backup.ts';
import { COMPANIONS, realPath } from './file.ts';

export interface Restore {
  readonly path: string;
  readonly bytes: number;
  /** New with each restore: the same backup may be restored twice. */
  readonly epoch: string;
  /** Where the database before is now; `null` when there was none. */
  readonly movedTo: string | null;
}

/**
 * Copies the backup beside the database, checks the copy, moves the old files aside and puts the copy in their place.
 * Until the last step nothing is lost: repeat it after a crash.
 * @param now milliseconds since the epoch, for the name of the old files
 * @throws RollcallError `notFound` without the backup; `conflict` while a service runs, or when the backup is the
 *   database itself or holds no data of ours; `internal` when it is damaged
 */
export async function restoreSqlite(path: string, file: string, now: number): Promise<Restore> {
  const [source, place] = [realPath(file), realPath(path)];
  if (!existsSync(source)) throw new RollcallError('notFound', `There is no backup at ${resolve(file)}.`);
  if (source === place) throw new RollcallError('conflict', `${source} is the database itself.`);
  const claim = claimSqlite(place);
  if (!claim) {
    throw new RollcallError('conflict', `A service is running on ${place}: stop it, then restore.`);
  }
  const partial = `${place}.restoring-${process.pid}`;
  try {
    const epoch = await copyChecked(source, partial);
    const movedTo = moveAside(place, now);
    renameSync(partial, place);
    flushFolder(place);
    return { path: place, bytes: statSync(place).size, epoch, movedTo };
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(partial + suffix, { force: true });
    claim.release();
  }
}

/** The companions as well: a write-ahead log of the old database would be read into the new one. */
function moveAside(place: string, now: number): string | null {
  const aside = `${place}.before-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
  const found = ['', ...COMPANIONS].filter(suffix => existsSync(place + suffix));
  for (const suffix of found) renameSync(place + suffix, aside + suffix);
  flushFolder(place);
  return found.includes('') ? aside : null;
}
