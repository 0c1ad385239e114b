/** What the doctor says of the database: whether it answers, keeps what it accepts, has room, and knows the time. */

import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { MINUTE_MS } from '../../base/clock.ts';
import type { DatabaseLocation } from '../../config/config.ts';
import type { InspectedDatabase } from '../../store/operations/inspection.ts';
import { reasonOf } from './failure-words.ts';
import { examineAccess, refusalOf } from './file-access.ts';
import { type Finding, findingsOf } from './finding.ts';

const MIB = 1_048_576;
const LITTLE_SPACE_BYTES = 1_024 * MIB;
const NO_SPACE_BYTES = 100 * MIB;
const MOST_SKEW_MS = 2_000;
/** No clock of a machine that runs this can be right outside these years. */
const FIRST_YEAR = 2025;
const LAST_YEAR = 2099;

/** What Linux calls the kinds of file systems on which a database is not safe (statfs(2)). */
const UNSAFE_FILE_SYSTEMS: ReadonlyMap<number, readonly ['warning' | 'failure', string]> = new Map([
  [0x01021994, ['warning', 'lies in memory and is gone after a restart; put it on a disk']],
  [0x858458f6, ['warning', 'lies in memory and is gone after a restart; put it on a disk']],
  [0x794c7630, ['warning', 'lies in the container itself and goes with it; mount a volume there']],
  [0x6969, ['failure', 'lies on NFS, where SQLite cannot keep its promises; use a local disk or PostgreSQL']],
  [0xff534d42, ['failure', 'lies on a network drive, where SQLite cannot keep its promises']],
  [0xfe534d42, ['failure', 'lies on a network drive, where SQLite cannot keep its promises']],
  [0x517b, ['failure', 'lies on a network drive, where SQLite cannot keep its promises']],
]);

export function unreachable(error: unknown): Promise<readonly Finding[]> {
  return findingsOf('database', report =>
    report('failure', `The database cannot be reached: ${reasonOf(error)}.`),
  );
}

export function examineFile(inspected: InspectedDatabase): Promise<readonly Finding[]> {
  return findingsOf('database', async report => {
    const isWhole = await inspected.isWhole();
    if (isWhole === undefined) return;
    if (isWhole) report('ok', 'Its file is whole (PRAGMA quick_check).');
    else {
      report(
        'failure',
        'Its file is damaged (PRAGMA quick_check): stop the service, and put the last good backup back with "rollcall restore <file>".',
      );
    }
  });
}

/** What SQLite and the service write beside the database; most of it is there now and then. */
const FILES_BESIDE = ['-wal', '-shm', '-head', '-migrating', '-serving'];

/**
 * Asks the system whether this user may read and write the files of a SQLite database, and opens none.
 * @returns as `canOpen` whether the database can be tried: also when there is none yet
 */
export async function examinePermissions(location: DatabaseLocation): Promise<{
  readonly canOpen: boolean;
  readonly findings: readonly Finding[];
}> {
  if (location.dialect !== 'sqlite') return { canOpen: true, findings: [] };
  const path = resolve(location.path);
  const unreadable = await refusalOf(path, 'read');
  const isReadable = unreadable === undefined || unreadable === 'absent';
  const findings = await findingsOf('database', async report => {
    if (!isReadable) {
      report('failure', unreadable.words);
      return;
    }
    for (const each of [dirname(path), path, ...FILES_BESIDE.map(suffix => path + suffix)]) {
      const refusal = await refusalOf(each, 'written');
      if (refusal !== undefined && refusal !== 'absent') report('failure', refusal.words);
    }
  });
  return { canOpen: isReadable, findings };
}

/** @returns whether it has the schema this version needs, which the other checks need as well */
export async function examineSchema(
  inspected: InspectedDatabase,
): Promise<{ readonly isCurrent: boolean; readonly findings: readonly Finding[] }> {
  let isCurrent = false;
  const findings = await findingsOf('schema', async report => {
    const { missing, newer } = await inspected.schema();
    isCurrent = missing.length === 0;
    if (!isCurrent) {
      report('failure', `It lacks ${missing.join(', ')}: start the service, or run "rollcall migrate".`);
      return;
    }
    report('ok', 'It is up to date.');
    if (newer.length > 0) {
      report(
        'warning',
        `A newer version of Rollcall has changed it (${newer.join(', ')}); install that one.`,
      );
    }
  });
  return { isCurrent, findings };
}

export function examineDurability(inspected: InspectedDatabase): Promise<readonly Finding[]> {
  return findingsOf('database', async report => {
    const startedAt = performance.now();
    const { settings, faults } = await inspected.durability();
    const durationMs = Math.round(performance.now() - startedAt);
    for (const fault of faults) report('failure', `It may lose what it has accepted: ${fault}.`);
    if (faults.length === 0) report('ok', `It answers in ${durationMs} ms and is durable: ${settings}.`);
  });
}

/** Whether what goes to a PostgreSQL on another machine can be read on the way. */
export function examineEncryption(location: DatabaseLocation): Promise<readonly Finding[]> {
  return findingsOf('database', report => {
    if (location.dialect !== 'postgres') return;
    const { hostname, searchParams } = new URL(location.url);
    const mode = searchParams.get('sslmode') ?? 'disable';
    const isHere = ['', 'localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.startsWith('%2f');
    if (isHere) return;
    if (mode === 'disable') {
      report(
        'warning',
        `The connection to ${hostname} is not encrypted: add sslmode=verify-full to DATABASE_URL, unless the network is trusted.`,
      );
    } else if (mode === 'no-verify') {
      report(
        'warning',
        `The connection to ${hostname} is encrypted, but the certificate of the server is not verified: use sslmode=verify-full, with sslrootcert for a private authority.`,
      );
    }
  });
}

/** The file of a SQLite database: who can read it, where it lies, and how much room there is. */
export function examineFiles(location: DatabaseLocation): Promise<readonly Finding[]> {
  return findingsOf('disk', async report => {
    if (location.dialect !== 'sqlite') return;
    const folder = dirname(resolve(location.path));
    await examineAccess(location.path, report);
    if ((await refusalOf(folder, 'read')) === 'absent') return;
    const { type, bavail, bsize } = await statfs(folder);
    const unsafe = process.platform === 'linux' ? UNSAFE_FILE_SYSTEMS.get(type) : undefined;
    if (unsafe) report(unsafe[0], `${location.path} ${unsafe[1]}.`);
    const free = bavail * bsize;
    const room = `${Math.floor(free / MIB)} MiB are free`;
    if (free < NO_SPACE_BYTES) {
      report('failure', `${room}: the service stops accepting changes when there is none left.`);
    } else if (free < LITTLE_SPACE_BYTES) {
      report('warning', `${room}: make room in time.`);
    } else {
      report('ok', `${room}.`);
    }
  });
}

/** @param now milliseconds since the epoch, of this machine */
export function examineClock(inspected: InspectedDatabase, now: () => number): Promise<readonly Finding[]> {
  return findingsOf('clock', async report => {
    const before = now();
    const { at, lastEventAt } = await inspected.clock();
    const after = now();
    const year = new Date(after).getUTCFullYear();
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      report('failure', `This machine believes it is ${year}: set its clock, and keep it set (NTP).`);
      return;
    }
    // The database read its clock at some time between.
    const skewMs = Math.max(before - at, at - after, 0);
    if (skewMs > MOST_SKEW_MS) {
      report(
        'failure',
        `The clocks of this machine and of the database are ${(skewMs / 1_000).toFixed(1)} seconds apart: keep both set (NTP).`,
      );
    } else {
      report('ok', `${new Date(after).toISOString()}, here and in the database.`);
    }
    if (lastEventAt !== null && lastEventAt > after + MINUTE_MS) {
      report(
        'warning',
        `The newest event is of ${new Date(lastEventAt).toISOString()}, which is yet to come: a clock was wrong, or is.`,
      );
    }
  });
}
