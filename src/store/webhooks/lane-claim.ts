/** Which lanes are due, and how one process takes them from the others. */

import { CLOCK_TOLERANCE_MS } from '../../base/uptime.ts';
import type { Lane } from '../../webhooks/delivery-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { constant, NOTHING, type Sql, sql } from '../database/sql.ts';
import { LANE_KEY } from './lane-rows.ts';

/**
 * A wait is over at its end, and also when the clock shows a time before its beginning: then the clock was set back,
 * and the end says nothing any more. What has not failed yet waits for nothing.
 */
export function isDue(now: number): Sql {
  const tooFarAhead = now + CLOCK_TOLERANCE_MS;
  return sql`next_sequence <= ready_sequence
    AND (attempt = 0 OR due_at <= ${now} OR due_since > ${tooFarAhead})
    AND (lease_until < ${now} OR lease_since > ${tooFarAhead})`;
}

/** Of an endpoint that is failing. */
export const isProbeDue = (now: number): Sql =>
  sql`(next_probe_at <= ${now} OR probe_since > ${now + CLOCK_TOLERANCE_MS})`;

export interface Claim {
  readonly endpointId: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
}

/** Takes due lanes, those that have waited longest first; of an endpoint that is failing one, as its probe. */
export async function claimDueLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  claim: Claim,
): Promise<readonly Lane[]> {
  const { endpointId, now, leaseUntil } = claim;
  const [active] = await trx.all(
    sql`SELECT 1 FROM webhook_endpoints WHERE id = ${endpointId} AND status = 'active'`,
  );
  if (active) return takeLanes(trx, dialect, claim, false);
  // Moving the time of the probe makes this request the only one.
  const [probe] = await trx.all(
    sql`UPDATE webhook_endpoints SET next_probe_at = ${leaseUntil}, probe_since = ${now}
         WHERE id = ${endpointId} AND status = 'failing' AND ${isProbeDue(now)} RETURNING id`,
  );
  if (!probe) return [];
  const lanes = await takeLanes(trx, dialect, { ...claim, limit: 1 }, true);
  if (lanes.length === 0) await releaseProbe(trx, endpointId, now);
  return lanes;
}

/** Nothing was sent: the next lane may be the probe now. */
export async function releaseProbe(trx: Transaction, endpointId: string, now: number): Promise<void> {
  await trx.all(
    sql`UPDATE webhook_endpoints SET next_probe_at = ${now}, probe_since = ${now} WHERE id = ${endpointId} AND status = 'failing'`,
  );
}

async function takeLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  { endpointId, owner, now, leaseUntil, limit }: Claim,
  isProbe: boolean,
): Promise<readonly Lane[]> {
  // Materialized: a sub-query that locks may be run again for each row, and then takes more than its limit.
  const rows = await trx.all<Omit<Lane, 'isProbe'>>(
    sql`WITH due AS MATERIALIZED (
          SELECT ${LANE_KEY} FROM lanes
           WHERE endpoint_id = ${endpointId} AND ${isDue(now)}
           ORDER BY CASE WHEN due_at > ${now} THEN 0 ELSE due_at END LIMIT ${constant(limit)}
           ${dialect === 'postgres' ? sql`FOR UPDATE SKIP LOCKED` : NOTHING})
        UPDATE lanes SET lease_owner = ${owner}, lease_until = ${leaseUntil}, lease_since = ${now}, fence = fence + 1
         WHERE (${LANE_KEY}) IN (SELECT ${LANE_KEY} FROM due)
        RETURNING endpoint_id AS "endpointId", account_id AS "accountId", replay_id AS "replayId",
                  next_sequence AS "nextSequence", ready_sequence AS "readySequence",
                  previous_sequence AS "previousSequence", attempt, fence`,
  );
  return rows.map(row => ({ ...row, isProbe }));
}
