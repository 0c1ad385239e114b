/** How a lane stands in the database, and the order in which several are locked. */
import type { Lane } from '../delivery/delivery-store.ts';
import type { Database, SqlValue, Transaction } from './database.ts';

/** Every column of a new lane. */
export const LANE_COLUMNS =
  'endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence, attempt, due_at, fence, lease_until';

/** The lane as long as nobody else has taken it since; bound with `keyOf`. */
export const THIS_LANE = 'endpoint_id = ? AND account_id = ? AND replay_id = ? AND fence = ?';

export const keyOf = ({ endpointId, accountId, replayId, fence }: Lane): readonly SqlValue[] => [
  endpointId,
  accountId,
  replayId,
  fence,
];

/**
 * To be called by whoever changes several lanes of an endpoint in one statement: the sequencer raises many lanes at
 * once too, and two that lock the same rows in different orders stop each other.
 */
export async function lockLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  endpointId: string,
): Promise<void> {
  if (dialect === 'sqlite') return;
  await trx.all(
    'SELECT 1 FROM lanes WHERE endpoint_id = ? ORDER BY endpoint_id, account_id, replay_id FOR UPDATE',
    [endpointId],
  );
}
