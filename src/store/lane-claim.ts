/** Which lanes are due, and how one process takes them from the others. */
import type { Lane } from '../delivery/delivery-store.ts';
import type { Database, Transaction } from './database.ts';

/** Bound with the time, twice. */
export const IS_DUE = 'next_sequence <= ready_sequence AND due_at <= ? AND lease_until < ?';

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
    `UPDATE webhook_endpoints SET next_probe_at = ?
      WHERE id = ? AND status = 'failing' AND next_probe_at <= ? RETURNING id`,
    [leaseUntil, endpointId, now],
  );
  if (!probe) return [];
  const lanes = await takeLanes(trx, dialect, { ...claim, limit: 1 }, true);
  if (lanes.length === 0) await passOnProbe(trx, endpointId, now);
  return lanes;
}

/** Nothing was sent: the next lane may be the probe at once. */
export async function passOnProbe(trx: Transaction, endpointId: string, now: number): Promise<void> {
  await trx.all("UPDATE webhook_endpoints SET next_probe_at = ? WHERE id = ? AND status = 'failing'", [
    now,
    endpointId,
  ]);
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
        WHERE endpoint_id = ? AND ${IS_DUE} ORDER BY due_at LIMIT ${limit}
        ${dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''})
     UPDATE lanes SET lease_owner = ?, lease_until = ?, fence = fence + 1
      WHERE (endpoint_id, account_id, replay_id) IN (SELECT endpoint_id, account_id, replay_id FROM due)
     RETURNING endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence, attempt, fence`,
    [endpointId, now, now, owner, leaseUntil],
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
