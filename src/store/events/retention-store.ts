/** Deletes what is old, a little at a time; of events, the floor of the feed moves first, so that a reader knows what is gone. */

import type { ClockRange } from '../../base/uptime.ts';
import { type EventDraft, OPERATIONS } from '../../events/envelope.ts';
import { expandTypes } from '../../events/feed/event-type-filter.ts';
import { LIVE } from '../../webhooks/delivery-store.ts';
import { exhaustedEvent } from '../../webhooks/operational-event.ts';
import type { Database, Transaction } from '../database/database.ts';
import { deleteSome } from '../database/row-sweep.ts';
import { isOutside } from '../database/shared-sql.ts';
import { Columns, list, NOTHING, sql } from '../database/sql.ts';
import { insertDeadLetter } from '../webhooks/dead-letter-store.ts';
import type { EventLog } from './event-log.ts';
import { SqlFeedStore } from './feed-store.ts';

/** Positions that leave the feed together: a lane that has not come past them is written to. */
const BATCH = 250;
/** A body may have a hundred kilobytes, and each of its pages is visited when it is deleted. */
const DELETED_TOGETHER = 25;

const ID = new Columns(['id']);

interface BehindRow {
  endpoint_id: string;
  url: string;
  types: string;
  account_id: string;
  replay_id: string;
  next_sequence: number;
  attempt: number;
  last: number;
}

export class SqlRetentionStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #feed: SqlFeedStore;
  readonly #newId: () => string;

  constructor(database: Database, events: EventLog, newId: () => string) {
    this.#database = database;
    this.#events = events;
    this.#feed = new SqlFeedStore(database);
    this.#newId = newId;
  }

  /**
   * Deletes some of the oldest events; endpoints that have not read them get a dead letter.
   * @param lastOld the last position to delete
   * @param now milliseconds since the epoch
   * @returns whether there may be more to delete
   */
  async expireEvents(lastOld: number, now: number): Promise<boolean> {
    const { floor } = await this.#feed.state();
    if (lastOld <= floor) return false;
    const newFloor = Math.min(lastOld, floor + BATCH);
    const announced = await this.#database.write(async trx => {
      await trx.all(sql`UPDATE feed SET floor = ${newFloor} WHERE floor = ${floor}`);
      const drafts = await this.#moveLanes(trx, floor, newFloor, now);
      if (drafts.length > 0) await this.#events.appendOperational(trx, drafts);
      return drafts.length > 0;
    });
    if (announced) this.#events.announce();
    // A page that was begun before the floor moved looks at the floor again; so the rows may go now.
    for (let up = floor; up < newFloor; up += DELETED_TOGETHER) {
      const last = Math.min(newFloor, up + DELETED_TOGETHER);
      await this.#database.writeRelaxed(trx => trx.all(sql`DELETE FROM events WHERE position <= ${last}`));
    }
    return newFloor < lastOld;
  }

  /**
   * Deletes some of the attempts with a date outside of what the clock has shown since.
   * @returns whether there may be more to delete
   */
  expireAttempts(shown: ClockRange): Promise<boolean> {
    return deleteSome(this.#database, sql`delivery_attempts`, ID, isOutside(sql`at`, shown));
  }

  /** The same of dead letters, and of replays that have ended. */
  async expireDeadLetters(shown: ClockRange): Promise<boolean> {
    if (await deleteSome(this.#database, sql`dead_letters`, ID, isOutside(sql`at`, shown))) return true;
    const isDone = sql`NOT EXISTS (SELECT 1 FROM lanes WHERE replay_id = replays.id)`;
    const matches = sql`${isOutside(sql`created_at`, shown)} AND ${isDone}`;
    return deleteSome(this.#database, sql`replays`, ID, matches);
  }

  /** Moves the lanes that have not come past the new floor, and writes down what they miss. */
  async #moveLanes(trx: Transaction, floor: number, newFloor: number, now: number): Promise<EventDraft[]> {
    const behind = await trx.all<BehindRow>(
      sql`SELECT lanes.endpoint_id, endpoint.url, endpoint.types, lanes.account_id, replay_id, next_sequence, attempt, gone.last
            FROM (SELECT account_id, max(sequence) AS last FROM events
                   WHERE position > ${floor} AND position <= ${newFloor} GROUP BY account_id) gone
            JOIN lanes ON lanes.account_id = gone.account_id AND lanes.next_sequence <= gone.last
            JOIN webhook_endpoints endpoint ON endpoint.id = lanes.endpoint_id
           ORDER BY lanes.endpoint_id, lanes.account_id, replay_id`,
    );
    const drafts: EventDraft[] = [];
    for (const lane of behind) {
      await trx.all(
        sql`UPDATE lanes SET next_sequence = ${lane.last + 1}, attempt = 0, fence = fence + 1, lease_until = 0
             WHERE endpoint_id = ${lane.endpoint_id} AND account_id = ${lane.account_id} AND replay_id = ${lane.replay_id}`,
      );
      if (lane.replay_id !== LIVE || !(await this.#misses(trx, lane))) continue;
      const missed = toMissed(lane);
      await this.#writeDeadLetter(trx, lane.endpoint_id, missed, now);
      if (lane.account_id === OPERATIONS) continue;
      drafts.push(exhaustedEvent({ id: lane.endpoint_id, url: lane.url }, now, this.#newId, missed));
    }
    await trx.all(sql`DELETE FROM lanes WHERE replay_id <> ${LIVE} AND next_sequence > ready_sequence`);
    return drafts;
  }

  /** Whether anything the endpoint wants is among what is deleted: what it does not listen to, it does not miss. */
  async #misses(trx: Transaction, lane: BehindRow): Promise<boolean> {
    const types = expandTypes(JSON.parse(lane.types) as string[]); // written by the endpoint store
    if (types?.length === 0) return false;
    const ofTypes = types === null ? NOTHING : sql`AND type IN ${list(types)}`;
    const missed = await trx.all(
      sql`SELECT 1 FROM events
           WHERE account_id = ${lane.account_id} AND sequence BETWEEN ${lane.next_sequence} AND ${lane.last}
             AND type <> 'endpoint.verification' ${ofTypes} LIMIT 1`,
    );
    return missed.length > 0;
  }

  /** One dead letter grows as long as events expire one after another. */
  async #writeDeadLetter(trx: Transaction, endpointId: string, missed: Missed, now: number): Promise<void> {
    const grown = await trx.all(
      sql`UPDATE dead_letters SET last_sequence = ${missed.lastSequence}, at = ${now}
           WHERE endpoint_id = ${endpointId} AND account_id = ${missed.accountId} AND reason = 'expired'
             AND resolved_at IS NULL AND last_sequence = ${missed.firstSequence - 1} RETURNING id`,
    );
    if (grown.length === 0)
      await insertDeadLetter(trx, { id: this.#newId(), endpointId, ...missed, at: now });
  }
}

type Missed = ReturnType<typeof toMissed>;

const toMissed = (lane: BehindRow) => ({
  accountId: lane.account_id,
  firstSequence: lane.next_sequence,
  lastSequence: lane.last,
  eventId: null,
  reason: 'expired' as const,
  attempts: lane.attempt,
  lastError: 'The events were not delivered while they were kept.',
});
