/** Bodies of an account's events, in pages that are bounded in bytes: what is made of them runs in the serving thread. */
import type { Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { type Sql, sql } from '../database/sql.ts';

const MOST_EVENTS = 50;
/** Parsing and writing them again takes some milliseconds. */
const MOST_BYTES = 262_144;

export interface StoredEvent {
  id: string;
  sequence: number;
  body: string;
}

/**
 * The next events behind a sequence, in their order; none at the end.
 * @param where on columns of `events` without a qualifier
 */
export async function readEventPage(read: Transaction, where: Sql, after: number): Promise<StoredEvent[]> {
  const fitting = fittingRows({
    table: sql`events`,
    where: sql`${where} AND sequence > ${after}`,
    keys: sql`id, sequence`,
    text: sql`body`,
    orderBy: sql`sequence`,
    limit: MOST_EVENTS,
    maxBytes: MOST_BYTES,
  });
  const rows = await read.all<StoredEvent>(
    sql`${fitting} SELECT events.id, events.sequence, events.body FROM fitting JOIN events ON events.id = fitting.id`,
  );
  return rows.sort((one, other) => one.sequence - other.sequence);
}
