/** A new epoch of the feed, for a database that was restored: cursors given out before answer 410 from then on. */
import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

const EPOCH_BYTES = 6;

export const makeEpoch = (): string => randomBytes(EPOCH_BYTES).toString('hex');

/** @returns the new epoch */
export async function beginEpoch(database: Pick<Database, 'write'>): Promise<string> {
  const epoch = makeEpoch();
  await database.write(trx => trx.all('UPDATE feed SET epoch = ?', [epoch]));
  return epoch;
}
