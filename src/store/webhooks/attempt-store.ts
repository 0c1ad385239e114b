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

interface AttemptRow {
  id: string;
  endpoint_id: string;
  account_id: string;
  event_id: string;
  first_sequence: number;
  last_sequence: number;
  trigger: string;
  attempt: number;
  outcome: string;
  failure: string | null;
  status_code: number | null;
  error: string | null;
  response: string | null;
  duration_ms: number;
  at: number;
}

/** Newest first. */
export async function listAttempts(
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
  const rows = await on.all<AttemptRow>(
    sql`SELECT * FROM delivery_attempts WHERE ${join(conditions, ' AND ')} ${withinAccess(accountIds)}
         ORDER BY id DESC LIMIT ${constant(limit)}`,
  );
  return rows.map(toAttempt);
}

function toAttempt(row: AttemptRow): DeliveryAttempt {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    accountId: row.account_id,
    eventId: row.event_id,
    firstSequence: row.first_sequence,
    lastSequence: row.last_sequence,
    trigger: row.trigger as DeliveryAttempt['trigger'], // written above
    attempt: row.attempt,
    outcome: row.outcome as DeliveryAttempt['outcome'], // written above
    failure: row.failure,
    statusCode: row.status_code,
    error: row.error,
    response: row.response,
    durationMs: row.duration_ms,
    at: row.at,
  };
}
