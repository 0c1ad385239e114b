/**
 * The epoch of the feed: positions are given once in it. A database that was put back to an earlier state needs a new
 * one, so that cursors given out before answer 410 instead of skipping what takes their positions.
 */
import { randomBytes } from 'node:crypto';
import { errorCodeOf } from '../../base/errors.ts';
import type { DatabaseLocation } from '../../config/config.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { type Head, readHeadMark } from '../database/sqlite/head-mark.ts';

const EPOCH_BYTES = 6;

export const makeEpoch = (): string => randomBytes(EPOCH_BYTES).toString('hex');

/** @returns the new epoch */
export async function beginEpoch(database: Pick<Database, 'write'>): Promise<string> {
  const epoch = makeEpoch();
  await database.write(trx => trx.all(sql`UPDATE feed SET epoch = ${epoch}`));
  return epoch;
}

/** Why the feed has a new epoch. */
export interface EpochChange {
  readonly cause: 'positions_lost' | 'other_database';
  readonly epoch: string;
  /** How many positions that were given out are not in the database; `undefined`: unknown. */
  readonly positionsLost?: number;
}

/**
 * Begins a new epoch when the database is not the one that the feed was written in, or is behind what it has given out.
 * @returns `undefined` when all is as it was
 */
export const renewEpochWhenNeeded = (
  database: Pick<Database, 'all' | 'write'>,
  location: DatabaseLocation,
): Promise<EpochChange | undefined> =>
  location.dialect === 'sqlite' ? renewWhenBehind(database, location.path) : renewWhenForeign(database);

async function renewWhenBehind(
  database: Pick<Database, 'all' | 'write'>,
  path: string,
): Promise<EpochChange | undefined> {
  // Before the database: another process may commit, and note it, in between.
  const mark = readHeadMark(path);
  const isBehind = (head: Head | undefined): boolean =>
    mark !== undefined && head?.epoch === mark.epoch && head.head < mark.head;
  const [now] = await database.all<Head>(sql`SELECT epoch, head FROM feed`);
  if (!mark || !now || !isBehind(now)) return undefined;
  const epoch = makeEpoch();
  // The condition decides: two commands that start together begin one epoch.
  const begun = await database.write(trx =>
    trx.all(sql`UPDATE feed SET epoch = ${epoch} WHERE epoch = ${mark.epoch} RETURNING epoch`),
  );
  return begun.length === 0
    ? undefined
    : { cause: 'positions_lost', epoch, positionsLost: mark.head - now.head };
}

/**
 * The server (its system identifier), its history (the timeline, which a promoted standby or a recovery to a point in
 * time starts over), and the database and the table, which a restored dump creates again.
 */
const IDENTITY = sql`
  SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
                   left(pg_walfile_name(pg_current_wal_lsn()), 8),
                   (SELECT oid FROM pg_database WHERE datname = current_database()),
                   'feed'::regclass::oid) AS identity`;
/** insufficient_privilege, undefined_function: some providers do not say. object_not_in_prerequisite_state: a standby. */
const UNKNOWN = ['42501', '42883', '55000'];

async function renewWhenForeign(database: Pick<Database, 'all' | 'write'>): Promise<EpochChange | undefined> {
  const identity = await identityOf(database);
  if (identity === undefined) return undefined;
  const [known] = await database.all<{ database_identity: string | null }>(
    sql`SELECT database_identity FROM feed`,
  );
  if (!known || known.database_identity === identity) return undefined;
  const epoch = makeEpoch();
  const isFirst = known.database_identity === null;
  const begun = await database.write(trx =>
    isFirst
      ? trx.all(sql`UPDATE feed SET database_identity = ${identity} WHERE database_identity IS NULL`)
      : trx.all(
          sql`UPDATE feed SET database_identity = ${identity}, epoch = ${epoch} WHERE database_identity = ${known.database_identity} RETURNING epoch`,
        ),
  );
  return begun.length === 0 ? undefined : { cause: 'other_database', epoch };
}

async function identityOf(database: Pick<Database, 'all'>): Promise<string | undefined> {
  try {
    const [row] = await database.all<{ identity: string }>(IDENTITY);
    return row?.identity;
  } catch (error) {
    if (UNKNOWN.includes(errorCodeOf(error) ?? '')) return undefined;
    throw error;
  }
}
