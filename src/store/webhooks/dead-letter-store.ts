/** Events that an endpoint never accepted. */
import type { AccountAccess, DeadLetter, DeadLetterFilter } from '../../webhooks/endpoint-store.ts';
import type { Transaction } from '../database/database.ts';
import { withinAccess } from '../database/shared-sql.ts';
import { constant, NOTHING, type Sql, sql } from '../database/sql.ts';

const DEAD_LETTER = sql`id, endpoint_id AS "endpointId", account_id AS "accountId", first_sequence AS "firstSequence",
  last_sequence AS "lastSequence", event_id AS "eventId", reason, attempts, last_error AS "lastError", at,
  resolved_at AS "resolvedAt"`;

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
export function listDeadLetters(
  on: Transaction,
  endpointId: string,
  { after, limit, isOpen, accountIds }: DeadLetterFilter,
): Promise<readonly DeadLetter[]> {
  const isBefore = after === undefined ? NOTHING : sql`AND id < ${after}`;
  return on.all<DeadLetter>(
    sql`SELECT ${DEAD_LETTER} FROM dead_letters
         WHERE endpoint_id = ${endpointId} ${isBefore} ${withinAccess(accountIds)} ${inState(isOpen)}
         ORDER BY id DESC LIMIT ${constant(limit)}`,
  );
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
  const [row] = await on.all<DeadLetter>(
    sql`SELECT ${DEAD_LETTER} FROM dead_letters WHERE endpoint_id = ${endpointId} AND id = ${id} ${withinAccess(accountIds)}`,
  );
  return row;
}
