/** The outcome of each request to a webhook endpoint. */
import type { DeliveryAttempt } from '../../webhooks/delivery-store.ts';
import type { AttemptFilter } from '../../webhooks/endpoint-store.ts';
import type { SqlValue, Transaction } from '../database/database.ts';
import { withinAccess } from '../database/reach-sql.ts';

/**
 * Writes an attempt in the transaction that draws its consequence. The answer is not kept when a person it
 * names was erased meanwhile, or the account closed.
 */
export async function recordAttempt(trx: Transaction, attempt: DeliveryAttempt): Promise<void> {
  await trx.all(
    `INSERT INTO delivery_attempts (id, endpoint_id, account_id, event_id, first_sequence, last_sequence, trigger,
                                    attempt, outcome, failure, status_code, error, response, duration_ms, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${RESPONSE}, ?, ?)`,
    [
      attempt.id,
      attempt.endpointId,
      attempt.accountId,
      attempt.eventId,
      attempt.firstSequence,
      attempt.lastSequence,
      attempt.trigger,
      attempt.attempt,
      attempt.outcome,
      attempt.failure,
      attempt.statusCode,
      attempt.error,
      attempt.accountId,
      attempt.accountId,
      attempt.firstSequence,
      attempt.lastSequence,
      attempt.response,
      attempt.durationMs,
      attempt.at,
    ],
  );
}

const RESPONSE = `CASE WHEN EXISTS (SELECT 1 FROM accounts WHERE id = ? AND closed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM events sent
                 JOIN events erased ON erased.account_id = sent.account_id AND erased.subject = sent.subject
                WHERE sent.account_id = ? AND sent.sequence BETWEEN ? AND ? AND erased.type = 'team_member.erased')
    THEN NULL ELSE CAST(? AS TEXT) END`;

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
  { after, limit, outcome, accountId, among }: AttemptFilter,
): Promise<readonly DeliveryAttempt[]> {
  const where = ['endpoint_id = ?'];
  const bindings: SqlValue[] = [endpointId];
  const add = (condition: string, value: string | undefined): void => {
    if (value === undefined) return;
    where.push(condition);
    bindings.push(value);
  };
  add('id < ?', after);
  add('outcome = ?', outcome);
  add('account_id = ?', accountId);
  const reach = withinAccess(among);
  const rows = await on.all<AttemptRow>(
    `SELECT * FROM delivery_attempts WHERE ${where.join(' AND ')}${reach.sql} ORDER BY id DESC LIMIT ${limit}`,
    [...bindings, ...reach.bindings],
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
