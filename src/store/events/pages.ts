/** Bodies of an account's events, in pages that are bounded in bytes: what is made of them runs in the serving thread. */
import type { SqlValue, Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';

const MOST_EVENTS = 50;
/** Parsing and writing them again takes some milliseconds. */
const MOST_BYTES = 262_144;

export interface StoredEvent {
  id: string;
  sequence: number;
  body: string;
}

/** @param where columns of `events` without a qualifier, with `?` for bindings */
export const eventPages = (where: string) => {
  const fitting = fittingRows({
    table: 'events',
    where: `${where} AND sequence > ?`,
    keys: 'id, sequence',
    text: 'body',
    orderBy: 'sequence',
    limit: MOST_EVENTS,
    maxBytes: MOST_BYTES,
  });
  const sql = `${fitting} SELECT events.id, events.sequence, events.body FROM fitting JOIN events ON events.id = fitting.id`;
  /** The next events behind a sequence, in their order; none at the end. */
  return async (read: Transaction, bindings: readonly SqlValue[], after: number): Promise<StoredEvent[]> => {
    const rows = await read.all<StoredEvent>(sql, [...bindings, after]);
    return rows.sort((one, other) => one.sequence - other.sequence);
  };
};
