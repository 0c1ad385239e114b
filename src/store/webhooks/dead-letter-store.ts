/** Events that an endpoint never accepted. */
import type { AccountAccess, DeadLetter, DeadLetterFilter } from '../../webhooks/endpoint-store.ts';
import type { Transaction } from '../database/database.ts';
import { withinAccess } from '../database/shared-sql.ts';
import { constant, NOTHING, type Sql, sql } from '../database/sql.ts';

interface DeadLetterRow {
  id: string;
  endpoint_id: string;
  account_id: string;
  first_sequence: number;
  last_sequence: number;
  event_id: string | null;
  reason: string;
  attempts: number;
  last_error: string | null;
  at: number;
  resolved_at: number | null;
}

/** A dead letter that is open. */
export type NewDeadLetter = Omit<DeadLetter, 'resolvedAt'>;

export async function insertDeadLetter(trx: Transaction, letter: NewDeadLetter): Promise<void> {
  await trx.all(
    sql`INSERT INTO dead_letters (id, endpoint_id, account_id, first_sequence, last_sequence, event_id, reason,
                                  attempts, last_error, at, resolved_at)
        VALUES (${letter.id}, ${letter.endpointId}, ${letter.accountId}, ${letter.firstSequence},
                ${letter.lastSequence}, ${letter.eventId}, ${letter.reason}, ${letter.attempts},
                ${letter.lastError}, ${letter.at}, NULL)`,
  );
}

/** Newest first. */
export async function listDeadLetters(
  on: Transaction,
  endpointId: string,
  { after, limit, isOpen, accountIds }: DeadLetterFilter,
): Promise<readonly DeadLetter[]> {
  const isBefore = after === undefined ? NOTHING : sql`AND id < ${after}`;
  const rows = await on.all<DeadLetterRow>(
    sql`SELECT * FROM dead_letters
         WHERE endpoint_id = ${endpointId} ${isBefore} ${withinAccess(accountIds)} ${inState(isOpen)}
         ORDER BY id DESC LIMIT ${constant(limit)}`,
  );
  return rows.map(toDeadLetter);
}

function inState(isOpen: boolean | undefined): Sql {
  if (isOpen === undefined) return NOTHING;
  return isOpen ? sql`AND resolved_at IS NULL` : sql`AND resolved_at IS NOT NULL`;
}

export async function findDeadLetter(
  on: Transaction,
  endpointId: string,
  id: string,
  { accountIds }: AccountAccess,
): Promise<DeadLetter | undefined> {
  const [row] = await on.all<DeadLetterRow>(
    sql`SELECT * FROM dead_letters WHERE endpoint_id = ${endpointId} AND id = ${id} ${withinAccess(accountIds)}`,
  );
  return row && toDeadLetter(row);
}

const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  id: row.id,
  endpointId: row.endpoint_id,
  accountId: row.account_id,
  firstSequence: row.first_sequence,
  lastSequence: row.last_sequence,
  eventId: row.event_id,
  reason: row.reason as DeadLetter['reason'], // written above
  attempts: row.attempts,
  lastError: row.last_error,
  at: row.at,
  resolvedAt: row.resolved_at,
});
