/** Replays: passes of their own over events that were or were not delivered, with an end from the beginning. */

import { LIVE } from '../../webhooks/delivery-store.ts';
import type { PageRequest, Replay } from '../../webhooks/endpoint-store.ts';
import type { Edge, ReplayRange } from '../../webhooks/replay-range.ts';
import type { Database, Transaction } from '../database/database.ts';
import { constant, NOTHING, type Sql, sql } from '../database/sql.ts';
import { IS_LIVE, LANE_COLUMNS } from './lane-rows.ts';

export interface NewReplay {
  readonly id: string;
  readonly range: ReplayRange;
  readonly onlyFailed: boolean;
  readonly now: number;
}

/** Opens a lane for each account with events in the range. @returns how many events there are in it */
export function addReplay(
  database: Database,
  endpointId: string,
  { id, range, onlyFailed, now }: NewReplay,
): Promise<number> {
  // Only what the endpoint listens to, and of that what the live lane has passed: the rest it will deliver itself,
  // and a replay that came first would break the order.
  const inRange = sql`
    SELECT events.account_id, min(sequence) AS first, max(sequence) AS last
      FROM events JOIN lanes live ON live.account_id = events.account_id
     WHERE live.endpoint_id = ${endpointId} AND ${IS_LIVE} AND sequence < live.next_sequence ${isWithin(range)}
     GROUP BY events.account_id`;
  return database.write(async trx => {
    await trx.all(
      sql`INSERT INTO replays (id, endpoint_id, only_failed, events, created_at) VALUES (${id}, ${endpointId}, ${onlyFailed ? 1 : 0}, 0, ${now})`,
    );
    const ranges = await trx.all<{ account_id: string; first: number; last: number }>(inRange);
    for (const { account_id, first, last } of ranges) {
      await trx.all(
        sql`INSERT INTO lanes (${LANE_COLUMNS})
            VALUES (${endpointId}, ${account_id}, ${id}, ${first}, ${last}, 0, 0, ${now}, 0, 0)`,
      );
    }
    const events = await countRemaining(trx, id);
    await trx.all(sql`UPDATE replays SET events = ${events} WHERE id = ${id}`);
    return events;
  });
}

/** Newest first. */
export async function listReplays(
  database: Database,
  endpointId: string,
  { after, limit }: PageRequest,
): Promise<readonly Replay[]> {
  const isBefore = after === undefined ? NOTHING : sql`AND id < ${after}`;
  const rows = await database.all<Omit<Replay, 'onlyFailed' | 'remaining'> & { only_failed: number }>(
    sql`SELECT id, only_failed, events, created_at AS "createdAt" FROM replays
         WHERE endpoint_id = ${endpointId} ${isBefore} ORDER BY id DESC LIMIT ${constant(limit)}`,
  );
  return Promise.all(
    rows.map(async ({ only_failed, ...replay }) => ({
      ...replay,
      onlyFailed: only_failed === 1,
      remaining: await countRemaining(database, replay.id),
    })),
  );
}

export async function countRunningReplays(database: Database, endpointId: string): Promise<number> {
  const [row] = await database.all<{ running: number }>(
    sql`SELECT count(DISTINCT replay_id) AS running FROM lanes WHERE endpoint_id = ${endpointId} AND replay_id <> ${LIVE}`,
  );
  return row?.running ?? 0;
}

async function countRemaining(on: Transaction, replayId: string): Promise<number> {
  const [row] = await on.all<{ remaining: number | null }>(
    sql`SELECT sum(ready_sequence - next_sequence + 1) AS remaining FROM lanes WHERE replay_id = ${replayId}`,
  );
  return Number(row?.remaining ?? 0);
}

function isWithin(range: ReplayRange): Sql {
  if (range.kind === 'sequences')
    return sql`AND events.account_id = ${range.accountId} AND sequence BETWEEN ${range.first} AND ${range.last}`;
  const { accountId, from, to } = range;
  const ofAccount = accountId === undefined ? NOTHING : sql`AND events.account_id = ${accountId}`;
  return sql`${ofAccount} ${from ? isAfter(from) : NOTHING} ${to ? isUpTo(to) : NOTHING}`;
}

const isAfter = (edge: Edge): Sql =>
  edge.kind === 'time' ? sql`AND occurred_at >= ${edge.time}` : sql`AND position > ${edge.position}`;
const isUpTo = (edge: Edge): Sql =>
  edge.kind === 'time' ? sql`AND occurred_at <= ${edge.time}` : sql`AND position <= ${edge.position}`;
