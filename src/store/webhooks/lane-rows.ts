/** How a lane stands in the database, and the order in which several are locked. */
import type { Lane } from '../../webhooks/delivery-store.ts';
import type { Database, SqlValue, Transaction } from '../database/database.ts';

/** Every column of a new lane. */
export const LANE_COLUMNS =
  'endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence, attempt, due_at, fence, lease_until';

/** The lane as long as no other process has taken it since; bound with `keyOf`. */
export const THIS_LANE = 'endpoint_id = ? AND account_id = ? AND replay_id = ? AND fence = ?';

export const keyOf = ({ endpointId, accountId, replayId, fence }: Lane): readonly SqlValue[] => [
  endpointId,
  accountId,
  replayId,
  fence,
];

export const LANE_KEY = 'endpoint_id, account_id, replay_id';

/**
 * Changes several lanes of an endpoint in one statement, which locks them in the order of their keys: the sequencer
 * raises many lanes at once too, and two that lock the same rows in different orders stop each other. Lanes that are
 * opened meanwhile are left as they are: locking first and changing in a second statement took them in any order.
 * @param change such as `UPDATE lanes SET due_at = ?`
 * @param also narrows them, such as `attempt > 0`
 */
export function changeLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  endpointId: string,
  change: { readonly sql: string; readonly bindings: readonly SqlValue[] },
  also?: { readonly sql: string; readonly bindings: readonly SqlValue[] },
): Promise<unknown> {
  return trx.all(
    `WITH locked AS MATERIALIZED (
       SELECT ${LANE_KEY} FROM lanes WHERE endpoint_id = ? ${also ? `AND ${also.sql}` : ''}
        ORDER BY ${LANE_KEY} ${dialect === 'postgres' ? 'FOR UPDATE' : ''})
     ${change.sql} WHERE (${LANE_KEY}) IN (SELECT ${LANE_KEY} FROM locked)`,
    [endpointId, ...(also?.bindings ?? []), ...change.bindings],
  );
}
