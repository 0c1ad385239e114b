/** Deletes old events, a thousand at a time: the floor of the feed moves first, so that a reader knows what is gone. */
import { expandTypes } from '../delivery/event-type-filter.ts';
import { exhaustedEvent } from '../delivery/operational-event.ts';
import type { RetentionStore } from '../delivery/retention.ts';
import type { EventDraft } from '../members/member-event.ts';
import type { Database, Transaction } from './database.ts';
import { insertDeadLetter } from './dead-letter-store.ts';
import type { EventLog } from './event-log.ts';

const BATCH = 1_000;
/** How far the times of events may differ from the order of their positions: clocks differ, transactions wait. */
const LARGEST_SKEW_MS = 600_000;

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

export class SqlRetentionStore implements RetentionStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #newId: () => string;

  constructor(database: Database, events: EventLog, newId: () => string) {
    this.#database = database;
    this.#events = events;
    this.#newId = newId;
  }

  async expireEvents(before: number, now: number): Promise<boolean> {
    const { floor } = await this.#events.state();
    const lastOld = await this.#lastPositionBefore(before);
    if (lastOld <= floor) return false;
    const newFloor = Math.min(lastOld, floor + BATCH);
    const told = await this.#database.write(async trx => {
      await trx.all('UPDATE feed SET floor = ? WHERE floor = ?', [newFloor, floor]);
      const drafts = await this.#moveLanes(trx, floor, newFloor, now);
      if (drafts.length > 0) await this.#events.appendOperational(trx, drafts);
      return drafts.length > 0;
    });
    if (told) this.#events.announce();
    // A page that was begun before the floor moved looks at the floor again; so the rows may go now.
    await this.#database.write(trx => trx.all('DELETE FROM events WHERE position <= ?', [newFloor]));
    return newFloor < lastOld;
  }

  async expireAttempts(before: number): Promise<boolean> {
    const deleted = await this.#database.write(trx =>
      trx.all(
        `DELETE FROM delivery_attempts WHERE id IN
           (SELECT id FROM delivery_attempts WHERE at < ? ORDER BY at LIMIT ${BATCH}) RETURNING id`,
        [before],
      ),
    );
    return deleted.length === BATCH;
  }

  async expireDeadLetters(before: number): Promise<void> {
    await this.#database.write(async trx => {
      await trx.all('DELETE FROM dead_letters WHERE at < ?', [before]);
      await trx.all(
        `DELETE FROM replays WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM lanes WHERE replay_id = replays.id)`,
        [before],
      );
    });
  }

  /** The last position of which it is certain that every event up to it is older than `before`. */
  async #lastPositionBefore(before: number): Promise<number> {
    // One statement sees one state: an event that is added meanwhile must not count as old.
    const [bounds] = await this.#database.all<{ last: number | null; young: number | null }>(
      `SELECT (SELECT max(position) FROM events) AS last,
              (SELECT min(occurred_at) FROM events WHERE occurred_at >= ?) AS young`,
      [before],
    );
    const young = bounds?.young ?? undefined;
    if (young === undefined) return bounds?.last ?? 0;
    const [first] = await this.#database.all<{ position: number | null }>(
      'SELECT min(position) AS position FROM events WHERE occurred_at >= ? AND occurred_at <= ?',
      [young, young + LARGEST_SKEW_MS],
    );
    // What has no position yet will get one behind all there are.
    return first?.position ? first.position - 1 : (bounds?.last ?? 0);
  }

  /** Moves the lanes that have not come past the new floor, and writes down what they miss. */
  async #moveLanes(trx: Transaction, floor: number, newFloor: number, now: number): Promise<EventDraft[]> {
    const behind = await trx.all<BehindRow>(
      `SELECT lanes.endpoint_id, endpoint.url, endpoint.types, lanes.account_id, replay_id, next_sequence, attempt, gone.last
         FROM (SELECT account_id, max(sequence) AS last FROM events
                WHERE position > ? AND position <= ? GROUP BY account_id) gone
         JOIN lanes ON lanes.account_id = gone.account_id AND lanes.next_sequence <= gone.last
         JOIN webhook_endpoints endpoint ON endpoint.id = lanes.endpoint_id
        ORDER BY lanes.endpoint_id, lanes.account_id, replay_id`,
      [floor, newFloor],
    );
    const drafts: EventDraft[] = [];
    for (const lane of behind) {
      await trx.all(
        `UPDATE lanes SET next_sequence = ?, attempt = 0, fence = fence + 1, lease_until = 0
          WHERE endpoint_id = ? AND account_id = ? AND replay_id = ?`,
        [lane.last + 1, lane.endpoint_id, lane.account_id, lane.replay_id],
      );
      if (lane.replay_id !== '' || !(await this.#misses(trx, lane))) continue;
      await this.#writeDeadLetter(trx, lane, now);
      if (lane.account_id === '') continue;
      drafts.push(
        exhaustedEvent({ id: lane.endpoint_id, url: lane.url }, now, this.#newId, {
          accountId: lane.account_id,
          firstSequence: lane.next_sequence,
          lastSequence: lane.last,
          eventId: null,
          reason: 'expired',
          attempts: lane.attempt,
          lastError: EXPIRED,
        }),
      );
    }
    await trx.all("DELETE FROM lanes WHERE replay_id <> '' AND next_sequence > ready_sequence", []);
    return drafts;
  }

  /** Whether anything the endpoint wants is among what is deleted: what it does not listen to, it does not miss. */
  async #misses(trx: Transaction, lane: BehindRow): Promise<boolean> {
    const types = expandTypes(JSON.parse(lane.types) as string[]); // written by the endpoint store
    if (types?.length === 0) return false;
    const ofTypes = types === null ? '' : `AND type IN (${types.map(() => '?').join()})`;
    const missed = await trx.all(
      `SELECT 1 FROM events WHERE account_id = ? AND sequence BETWEEN ? AND ? AND type <> 'endpoint.verification'
         ${ofTypes} LIMIT 1`,
      [lane.account_id, lane.next_sequence, lane.last, ...(types ?? [])],
    );
    return missed.length > 0;
  }

  /** One dead letter grows as long as events expire one after another. */
  async #writeDeadLetter(trx: Transaction, lane: BehindRow, now: number): Promise<void> {
    const grown = await trx.all(
      `UPDATE dead_letters SET last_sequence = ?, at = ? WHERE endpoint_id = ? AND account_id = ?
          AND reason = 'expired' AND resolved_at IS NULL AND last_sequence = ? RETURNING id`,
      [lane.last, now, lane.endpoint_id, lane.account_id, lane.next_sequence - 1],
    );
    if (grown.length > 0) return;
    await insertDeadLetter(trx, {
      id: this.#newId(),
      endpointId: lane.endpoint_id,
      accountId: lane.account_id,
      firstSequence: lane.next_sequence,
      lastSequence: lane.last,
      eventId: null,
      reason: 'expired',
      attempts: lane.attempt,
      lastError: EXPIRED,
      at: now,
    });
  }
}

const EXPIRED = 'The events were not delivered while they were kept.';
