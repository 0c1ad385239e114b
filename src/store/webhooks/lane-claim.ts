/** Which lanes are due, and how one process takes them from the others. */

import { CLOCK_TOLERANCE_MS } from '../../uptime.ts';
import type { Lane } from '../../webhooks/delivery-store.ts';
import type { Database, Transaction } from '../database/database.ts';

/**
 * A wait is over at its end, and also when the clock shows a time before its beginning: then the clock was set back,
 * and the end says nothing any more. What has not failed yet waits for nothing. Bound with `dueBindings`.
 */
export const IS_DUE = `next_sequence <= ready_sequence
  AND (attempt = 0 OR due_at <= ? OR due_since > ?) AND (lease_until < ? OR lease_since > ?)`;

export const dueBindings = (now: number): readonly number[] => [
  now,
  now + CLOCK_TOLERANCE_MS,
  now,
  now + CLOCK_TOLERANCE_MS,
];

/** Of an endpoint that is failing; bound with `probeBindings`. */
export const PROBE_IS_DUE = '(next_probe_at <= ? OR probe_since > ?)';

export const probeBindings = (now: number): readonly number[] => [now, now + CLOCK_TOLERANCE_MS];

export interface Claim {
  readonly endpointId: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
}

interface ClaimedRow {
  endpoint_id: string;
  account_id: string;
  replay_id: string;
  next_sequence: number;
  ready_sequence: number;
  previous_sequence: number;
  attempt: number;
  fence: number;
}

/** Takes due lanes, those that have waited longest first; of an endpoint that is failing one, as its probe. */
export async function claimDueLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  claim: Claim,
): Promise<readonly Lane[]> {
  const { endpointId, now, leaseUntil } = claim;
  const [active] = await trx.all("SELECT 1 FROM webhook_endpoints WHERE id = ? AND status = 'active'", [
    endpointId,
  ]);
  if (active) return takeLanes(trx, dialect, claim, false);
  // Moving the time of the probe makes this request the only one.
  const [probe] = await trx.all(
    `UPDATE webhook_endpoints SET next_probe_at = ?, probe_since = ?
      WHERE id = ? AND status = 'failing' AND ${PROBE_IS_DUE} RETURNING id`,
    [leaseUntil, now, endpointId, ...probeBindings(now)],
  );
  if (!probe) return [];
  const lanes = await takeLanes(trx, dialect, { ...claim, limit: 1 }, true);
  if (lanes.length === 0) await releaseProbe(trx, endpointId, now);
  return lanes;
}

/** Nothing was sent: the next lane may be the probe at once. */
export async function releaseProbe(trx: Transaction, endpointId: string, now: number): Promise<void> {
  await trx.all(
    "UPDATE webhook_endpoints SET next_probe_at = ?, probe_since = ? WHERE id = ? AND status = 'failing'",
    [now, now, endpointId],
  );
}

async function takeLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  { endpointId, owner, now, leaseUntil, limit }: Claim,
  isProbe: boolean,
): Promise<readonly Lane[]> {
  // Materialized: a sub-query that locks may be run again for each row, and then takes more than its limit.
  const rows = await trx.all<ClaimedRow>(
    `WITH due AS MATERIALIZED (
       SELECT endpoint_id, account_id, replay_id FROM lanes
        WHERE endpoint_id = ? AND ${IS_DUE}
        ORDER BY CASE WHEN due_at > ? THEN 0 ELSE due_at END LIMIT ${limit}
        ${dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''})
     UPDATE lanes SET lease_owner = ?, lease_until = ?, lease_since = ?, fence = fence + 1
      WHERE (endpoint_id, account_id, replay_id) IN (SELECT endpoint_id, account_id, replay_id FROM due)
     RETURNING endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence, attempt, fence`,
    [endpointId, ...dueBindings(now), now, owner, leaseUntil, now],
  );
  return rows.map(row => ({
    endpointId: row.endpoint_id,
    accountId: row.account_id,
    replayId: row.replay_id,
    nextSequence: row.next_sequence,
    readySequence: row.ready_sequence,
    previousSequence: row.previous_sequence,
    attempt: row.attempt,
    fence: row.fence,
    isProbe,
  }));
}
