/** What metrics and the doctor ask the database: through indexes and with limits, so that asking stays cheap. */
import type { Backlog } from '../../webhooks/backlog.ts';
import type { Database } from '../database/database.ts';
import { constant, type Sql, sql } from '../database/sql.ts';

/** Beyond this many the exact number says nothing more. */
const MOST_COUNTED = 10_000;
/** Each needs a look at an event. */
const MOST_AGED = 1_000;

/** The lanes of a disabled endpoint wait on purpose. */
const WAITING_LANES = sql`
  FROM lanes
 WHERE next_sequence <= ready_sequence
   AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE status <> 'disabled')`;

/** When a lane fell due says nothing of how long its event has waited: an idle lane is due since its last delivery. */
const OLDEST_WAITING = sql`
SELECT min(events.occurred_at) AS oldest
  FROM (SELECT account_id, next_sequence ${WAITING_LANES} ORDER BY due_at LIMIT ${constant(MOST_AGED)}) waiting
  JOIN events ON events.account_id = waiting.account_id AND events.sequence = waiting.next_sequence`;

/** @param now milliseconds since the epoch */
export async function readBacklog(database: Pick<Database, 'all'>, now: number): Promise<Backlog> {
  const first = async <Row>(query: Sql): Promise<Row> => {
    const [row] = await database.all<Row>(query);
    if (!row) throw new Error('an aggregate always has a row, and so has the feed');
    return row;
  };
  const feed = await first<{ head: number }>(sql`SELECT head FROM feed`);
  const unsequenced = await first<{ events: number; oldest: number | null }>(
    sql`SELECT count(*) AS events, min(occurred_at) AS oldest
          FROM (SELECT occurred_at FROM events WHERE position IS NULL LIMIT ${constant(MOST_COUNTED)}) waiting`,
  );
  const lanes = await first<{ due: number; blocked: number }>(
    sql`SELECT count(CASE WHEN attempt = 0 OR due_at <= ${now} THEN 1 END) AS due,
            count(CASE WHEN attempt > 0 AND due_at > ${now} THEN 1 END) AS blocked
       FROM (SELECT attempt, due_at ${WAITING_LANES} LIMIT ${constant(MOST_COUNTED)}) waiting`,
  );
  const waiting = await first<{ oldest: number | null }>(OLDEST_WAITING);
  const letters = await first<{ open: number }>(
    sql`SELECT count(*) AS open FROM dead_letters WHERE resolved_at IS NULL`,
  );
  const counted = await database.all<{ status: keyof Backlog['endpoints']; endpoints: number }>(
    sql`SELECT status, count(*) AS endpoints FROM webhook_endpoints GROUP BY status`,
  );
  return {
    feedHead: feed.head,
    eventsUnsequenced: unsequenced.events,
    oldestUnsequencedAt: unsequenced.oldest,
    lanesDue: lanes.due,
    lanesBlocked: lanes.blocked,
    oldestWaitingAt: waiting.oldest,
    endpoints: {
      active: 0,
      failing: 0,
      disabled: 0,
      ...Object.fromEntries(counted.map(({ status, endpoints }) => [status, endpoints])),
    },
    deadLettersOpen: letters.open,
  };
}
