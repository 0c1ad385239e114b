/** The outcome of each request to a webhook endpoint. */
import type { DeliveryAttempt } from '../../webhooks/delivery-store.ts';
import type { AttemptFilter } from '../../webhooks/endpoint-store.ts';
import type { Transaction } from '../database/database.ts';
import { asText, withinAccess } from '../database/shared-sql.ts';
import { constant, join, sql } from '../database/sql.ts';

/**
 * Writes an attempt in the transaction that draws its consequence. The answer is not kept when a person it
 * names was erased meanwhile, or the account closed.
 */
export async function recordAttempt(trx: Transaction, attempt: DeliveryAttempt): Promise<void> {
  const { accountId, firstSequence, lastSequence } = attempt;
  await trx.all(
    sql`INSERT INTO delivery_attempts (id, endpoint_id, account_id, event_id, first_sequence, last_sequence, trigger,
                                       attempt, outcome, failure, status_code, error, response, duration_ms, at)
        VALUES (${attempt.id}, ${attempt.endpointId}, ${accountId}, ${attempt.eventId}, ${firstSequence},
                ${lastSequence}, ${attempt.trigger}, ${attempt.attempt}, ${attempt.outcome}, ${attempt.failure},
                ${attempt.statusCode}, ${attempt.error},
                CASE WHEN EXISTS (SELECT 1 FROM accounts WHERE id = ${accountId} AND closed_at IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM events sent
                                    JOIN events erased ON erased.account_id = sent.account_id
                                                      AND erased.subject = sent.subject
                                   WHERE sent.account_id = ${accountId}
                                     AND sent.sequence BETWEEN ${firstSequence} AND ${lastSequence}
                                     AND erased.type = 'team_member.erased')
                     THEN NULL ELSE ${asText(attempt.response)} END,
                ${attempt.durationMs}, ${attempt.at})`,
  );
}

const ATTEMPT = sql`id, endpoint_id AS "endpointId", account_id AS "accountId", event_id AS "eventId",
  first_sequence AS "firstSequence", last_sequence AS "lastSequence", trigger, attempt, outcome, failure,
  status_code AS "statusCode", error, response, duration_ms AS "durationMs", at`;

/** Newest first. */
export function listAttempts(
  on: Transaction,
  endpointId: string,
  { after, limit, outcome, accountId, accountIds }: AttemptFilter,
): Promise<readonly DeliveryAttempt[]> {
  const conditions = [
    sql`endpoint_id = ${endpointId}`,
    ...(after === undefined ? [] : [sql`id < ${after}`]),
    ...(outcome === undefined ? [] : [sql`outcome = ${outcome}`]),
    ...(accountId === undefined ? [] : [sql`account_id = ${accountId}`]),
  ];
  return on.all<DeliveryAttempt>(
    sql`SELECT ${ATTEMPT} FROM delivery_attempts WHERE ${join(conditions, ' AND ')} ${withinAccess(accountIds)}
         ORDER BY id DESC LIMIT ${constant(limit)}`,
  );
}
