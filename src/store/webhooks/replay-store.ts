/** Replays: passes of their own over events that were or were not delivered, with an end from the beginning. */
import type { ListRequest, Replay } from '../../webhooks/endpoint-store.ts';
import type { Edge, ReplayRange } from '../../webhooks/replay-range.ts';
import type { Database, SqlValue, Transaction } from '../database/database.ts';

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
  const { where, bindings } = conditionFor(range);
  // Only what the endpoint listens to, and of that what the live lane has passed: the rest it will deliver itself,
  // and a replay that came first would break the order.
  const inRange = `
    SELECT events.account_id, min(sequence) AS first, max(sequence) AS last
      FROM events JOIN lanes live ON live.account_id = events.account_id
     WHERE live.endpoint_id = ? AND live.replay_id = '' AND sequence < live.next_sequence ${where}
     GROUP BY events.account_id`;
  return database.write(async trx => {
    await trx.all(
      'INSERT INTO replays (id, endpoint_id, only_failed, events, created_at) VALUES (?, ?, ?, 0, ?)',
      [id, endpointId, onlyFailed ? 1 : 0, now],
    );
    const ranges = await trx.all<{ account_id: string; first: number; last: number }>(inRange, [
      endpointId,
      ...bindings,
    ]);
    for (const { account_id, first, last } of ranges) {
      await trx.all(
        `INSERT INTO lanes (endpoint_id, account_id, replay_id, next_sequence, ready_sequence,
                            previous_sequence, attempt, due_at, fence, lease_until)
         VALUES (?, ?, ?, ?, ?, 0, 0, ?, 0, 0)`,
        [endpointId, account_id, id, first, last, now],
      );
    }
    const events = await countRemaining(trx, id);
    await trx.all('UPDATE replays SET events = ? WHERE id = ?', [events, id]);
    return events;
  });
}

/** Newest first. */
export async function listReplays(
  database: Database,
  endpointId: string,
  { after, limit }: ListRequest,
): Promise<readonly Replay[]> {
  const rows = await database.all<{ id: string; only_failed: number; events: number; created_at: number }>(
    `SELECT id, only_failed, events, created_at FROM replays
      WHERE endpoint_id = ? ${after === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ${limit}`,
    after === undefined ? [endpointId] : [endpointId, after],
  );
  return Promise.all(
    rows.map(async row => ({
      id: row.id,
      onlyFailed: row.only_failed === 1,
      events: row.events,
      remaining: await countRemaining(database, row.id),
      createdAt: row.created_at,
    })),
  );
}

export async function countRunningReplays(database: Database, endpointId: string): Promise<number> {
  const [row] = await database.all<{ running: number }>(
    "SELECT count(DISTINCT replay_id) AS running FROM lanes WHERE endpoint_id = ? AND replay_id <> ''",
    [endpointId],
  );
  return row?.running ?? 0;
}

async function countRemaining(on: Transaction, replayId: string): Promise<number> {
  const [row] = await on.all<{ remaining: number | null }>(
    'SELECT sum(ready_sequence - next_sequence + 1) AS remaining FROM lanes WHERE replay_id = ?',
    [replayId],
  );
  return Number(row?.remaining ?? 0);
}

function conditionFor(range: ReplayRange): { where: string; bindings: readonly SqlValue[] } {
  if (range.kind === 'sequences') {
    return {
      where: 'AND events.account_id = ? AND sequence BETWEEN ? AND ?',
      bindings: [range.accountId, range.first, range.last],
    };
  }
  const conditions: string[] = [];
  const bindings: SqlValue[] = [];
  const add = (condition: string, value: SqlValue): void => {
    conditions.push(`AND ${condition}`);
    bindings.push(value);
  };
  if (range.accountId !== undefined) add('events.account_id = ?', range.accountId);
  if (range.from)
    add(`${edgeColumn(range.from)} ${range.from.kind === 'time' ? '>=' : '>'} ?`, edgeValue(range.from));
  if (range.to) add(`${edgeColumn(range.to)} <= ?`, edgeValue(range.to));
  return { where: conditions.join(' '), bindings };
}

const edgeColumn = (edge: Edge): string => (edge.kind === 'time' ? 'occurred_at' : 'position');
const edgeValue = (edge: Edge): number => (edge.kind === 'time' ? edge.time : edge.position);
