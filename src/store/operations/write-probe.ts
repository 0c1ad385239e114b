/** Whether changes can be written now: found out by writing. */
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { answeredWithin } from './probe.ts';

/** As much as a change of a member with its event: a disk that takes less is as good as full. */
const TRIAL_CHARACTERS = 16_384;
/** However often it is asked, a trial costs the disk a few kilobytes a second. */
const KEPT_MS = 5_000;
/** A database that is away must not hold up a scrape. */
const LIMIT_MS = 5_000;

/**
 * @param monotonicNow milliseconds of a clock that never goes back
 * @returns what rejects when the last trial, not older than five seconds, could not be written
 */
export function writeProbe(
  database: Pick<Database, 'writeRelaxed'>,
  monotonicNow: () => number,
): () => Promise<void> {
  let last: { readonly until: number; readonly trial: Promise<void> } | undefined;
  return () => {
    if (!last || monotonicNow() >= last.until)
      last = { until: monotonicNow() + KEPT_MS, trial: answeredWithin(LIMIT_MS, tryToWrite(database)) };
    return last.trial;
  };
}

async function tryToWrite(database: Pick<Database, 'writeRelaxed'>): Promise<void> {
  const filler = 'x'.repeat(TRIAL_CHARACTERS);
  await database.writeRelaxed(trx =>
    trx.all(
      sql`INSERT INTO write_trials (id, filler) VALUES (1, ${filler}) ON CONFLICT (id) DO UPDATE SET filler = excluded.filler`,
    ),
  );
}
