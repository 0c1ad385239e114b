/** What a failed attempt changes in the database: the lane, its endpoint, and the events about it. */

import { OPERATIONS } from '../../events/envelope.ts';
import type { FailureContext, FailureDecision } from '../../webhooks/breaker.ts';
import { type DeliveryAttempt, type Lane, LIVE } from '../../webhooks/delivery-store.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import { failureEvents } from '../../webhooks/operational-event.ts';
import type { Database, Transaction } from '../database/database.ts';
import { asInteger, forUpdate } from '../database/shared-sql.ts';
import { sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { insertDeadLetter } from './dead-letter-store.ts';
import { endReplayedLane, isHeld } from './lane-rows.ts';

/** What the store knows of the failure; the outcome and the time are known already. */
export type DecideAfterFailure = (
  context: Omit<FailureContext, 'outcome' | 'now' | 'attempt'>,
) => FailureDecision;

export interface Failure {
  readonly lane: Lane;
  readonly attempt: DeliveryAttempt;
  readonly decide: DecideAfterFailure;
  /** How long the service has been up, in all. */
  readonly uptimeMs: number;
  readonly newId: () => string;
}

/**
 * Call it last in the transaction.
 * @param before the endpoint, locked: its row is the first lock of each transaction that touches several of its lanes
 * @returns `undefined` when the lease was lost
 */
export async function applyFailure(
  trx: Transaction,
  dialect: Database['dialect'],
  events: EventLog,
  before: Endpoint,
  { lane, attempt, decide, uptimeMs, newId }: Failure,
): Promise<FailureDecision | undefined> {
  const [held] = await trx.all(sql`SELECT 1 AS held FROM lanes WHERE ${isHeld(lane)} ${forUpdate(dialect)}`);
  if (!held) return undefined;
  // Requests that were under way when the endpoint was found to fail are no probes of it.
  const isLate = before.status === 'failing' && !lane.isProbe;
  const counted = {
    ...before,
    consecutiveFailures: before.consecutiveFailures + (isLate ? 0 : 1),
    failingSince: before.failingSince ?? attempt.at,
    failingSinceUptime: before.failingSinceUptime ?? uptimeMs,
  };
  const decision = decide({ endpoint: counted, isLate, uptimeMs, ...(await countAccounts(trx, lane)) });
  await applyToLane(trx, lane, attempt, decision.lane, newId);
  await applyToEndpoint(trx, counted, decision.endpoint, attempt.at);
  const announced = failureEvents(counted, lane, attempt, decision, newId);
  if (announced.length > 0) await events.appendOperational(trx, announced);
  return decision;
}

/**
 * The accounts that wait for the endpoint, this one included. Events about the delivery are no account: a failure
 * fills their lane by itself, and says nothing about whether others are accepted.
 */
async function countAccounts(
  trx: Transaction,
  { endpointId, accountId }: Lane,
): Promise<{ lanesFailing: number; lanesWaiting: number }> {
  const [others] = await trx.all<{ failing: number | null; waiting: number }>(
    sql`SELECT sum(CASE WHEN attempt > 0 THEN 1 ELSE 0 END) AS failing, count(*) AS waiting FROM lanes
         WHERE endpoint_id = ${endpointId} AND next_sequence <= ready_sequence AND account_id NOT IN (${OPERATIONS}, ${accountId})`,
  );
  const own = accountId === OPERATIONS ? 0 : 1;
  return {
    lanesFailing: Number(others?.failing ?? 0) + own,
    lanesWaiting: Number(others?.waiting ?? 0) + own,
  };
}

async function applyToLane(
  trx: Transaction,
  lane: Lane,
  attempt: DeliveryAttempt,
  decision: FailureDecision['lane'],
  newId: () => string,
): Promise<void> {
  if (decision.kind === 'retry') {
    await trx.all(
      sql`UPDATE lanes SET attempt = ${decision.attempt}, due_at = ${decision.dueAt}, due_since = ${attempt.at},
                 lease_until = 0
           WHERE ${isHeld(lane)}`,
    );
    return;
  }
  await trx.all(
    sql`UPDATE lanes SET next_sequence = ${attempt.lastSequence + 1}, attempt = 0, due_at = ${attempt.at}, lease_until = 0
         WHERE ${isHeld(lane)}`,
  );
  if (lane.replayId !== LIVE) {
    await endReplayedLane(trx, lane);
    return;
  }
  await insertDeadLetter(trx, {
    id: newId(),
    endpointId: lane.endpointId,
    accountId: lane.accountId,
    firstSequence: attempt.firstSequence,
    lastSequence: attempt.lastSequence,
    eventId: attempt.eventId,
    reason: 'exhausted',
    attempts: attempt.attempt,
    lastError: attempt.error,
    at: attempt.at,
  });
}

async function applyToEndpoint(
  trx: Transaction,
  before: Endpoint,
  decision: FailureDecision['endpoint'],
  now: number,
): Promise<void> {
  const unchanged = {
    status: before.status,
    reason: before.disabledReason,
    probeAt: before.nextProbeAt,
    at: before.updatedAt,
  };
  const after =
    decision.status === 'unchanged' || before.status === 'disabled'
      ? unchanged
      : decision.status === 'failing'
        ? { status: 'failing', reason: null, probeAt: decision.nextProbeAt, at: now }
        : { status: 'disabled', reason: decision.reason, probeAt: null, at: now };
  const probeSince = after.status === 'failing' && after !== unchanged ? now : null;
  await trx.all(
    sql`UPDATE webhook_endpoints
           SET consecutive_failures = ${before.consecutiveFailures}, failing_since = ${before.failingSince},
               failing_since_uptime = ${before.failingSinceUptime}, status = ${after.status},
               disabled_reason = ${after.reason}, next_probe_at = ${after.probeAt},
               probe_since = COALESCE(${asInteger(probeSince)}, probe_since), updated_at = ${after.at}
         WHERE id = ${before.id}`,
  );
}
