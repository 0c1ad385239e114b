/** How a lane stands in the database, and the order in which several are locked. */
import { type Lane, LIVE } from '../../webhooks/delivery-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { forUpdate } from '../database/shared-sql.ts';
import { NOTHING, type Sql, sql } from '../database/sql.ts';

/** Every column of a new lane. */
export const LANE_COLUMNS = sql`endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence,
  attempt, due_at, fence, lease_until`;

export const LANE_KEY = sql`endpoint_id, account_id, replay_id`;

export const IS_LIVE = sql`replay_id = ${LIVE}`;

/** The lane as long as no other process has taken it since. */
export const isHeld = ({ endpointId, accountId, replayId, fence }: Lane): Sql =>
  sql`endpoint_id = ${endpointId} AND account_id = ${accountId} AND replay_id = ${replayId} AND fence = ${fence}`;

/** A replay has an end, and its lane ends with it. */
export async function endReplayedLane(trx: Transaction, lane: Lane): Promise<void> {
  await trx.all(sql`DELETE FROM lanes WHERE ${isHeld(lane)} AND next_sequence > ready_sequence`);
}

/**
 * Changes several lanes of an endpoint in one statement, which locks them in the order of their keys: the sequencer
 * raises many lanes in one statement too, and two that lock the same rows in different orders stop each other. Lanes
 * that are opened meanwhile are left as they are: locking first and changing in a second statement took them in any
 * order.
 * @param change such as `UPDATE lanes SET due_at = 0`
 * @param also narrows them, such as `AND attempt > 0`
 */
export async function changeLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  endpointId: string,
  change: Sql,
  also: Sql = NOTHING,
): Promise<void> {
  await trx.all(
    sql`WITH locked AS MATERIALIZED (
          SELECT ${LANE_KEY} FROM lanes WHERE endpoint_id = ${endpointId} ${also}
           ORDER BY ${LANE_KEY} ${forUpdate(dialect)})
        ${change} WHERE (${LANE_KEY}) IN (SELECT ${LANE_KEY} FROM locked)`,
  );
}
