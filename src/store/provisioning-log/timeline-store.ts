/** What a person's timeline is put together from: entries, events, attempts of deliveries. */
import { expandTypes } from '../../events/feed/event-type-filter.ts';
import type { MemberAttributes } from '../../members/member.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import type {
  Delivery,
  DeliveryStep,
  TimelineEvent,
  TimelineMember,
  TimelineScope,
  TimelineStore,
  Unread,
  UnreadEntry,
} from '../../provisioning-log/timeline.ts';
import { LIVE } from '../../webhooks/delivery-store.ts';
import { type Database, searching } from '../database/database.ts';
import { constant, list, NOTHING, type Sql, sql } from '../database/sql.ts';
import { ENTRY_LIST, ENTRY_TEXT, entryNames, fromLogEntryRow, type LogEntryRow } from './entry-rows.ts';

/** A request to an endpoint carries no more events. */
const LARGEST_BATCH = constant(1_000);
const MOST_ATTEMPTS = constant(2_000);
/** A person has few names in a life. */
const MOST_NAMES = constant(10);
/** What is shown of an event beside its body is a delivery to each endpoint: its URL, and as much again. */
const eventBytes = (accountId: string): Sql => sql`octet_length(body) +
  (SELECT coalesce(sum(octet_length(endpoint.url) + 300), 0)
     FROM lanes JOIN webhook_endpoints endpoint ON endpoint.id = lanes.endpoint_id
    WHERE lanes.account_id = ${accountId} AND lanes.replay_id = ${LIVE})`;

interface Range {
  readonly before: string | undefined;
  readonly limit: number;
}

export class SqlTimelineStore implements TimelineStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async findMember({ accountId }: TimelineScope, memberId: string): Promise<TimelineMember> {
    const [row] = await this.#database.all<{ attributes: string }>(
      sql`SELECT attributes FROM members WHERE account_id = ${accountId} AND id = ${memberId}`,
    );
    if (!row) return { id: memberId, state: 'gone', userName: null, externalId: null };
    const { active, userName, externalId } = JSON.parse(row.attributes) as MemberAttributes; // written by the member store
    return {
      id: memberId,
      state: active ? 'active' : 'inactive',
      userName,
      externalId: typeof externalId === 'string' ? externalId : null,
    };
  }

  async entriesAbout(
    scope: TimelineScope,
    memberId: string,
    { before, limit }: Range,
  ): Promise<readonly UnreadEntry[]> {
    const { accountId } = scope;
    const names = await searching(this.#database, scope).all<{ user_name: string }>(
      sql`SELECT DISTINCT user_name FROM log_entries WHERE account_id = ${accountId} AND about = ${memberId} AND user_name IS NOT NULL
           LIMIT ${MOST_NAMES}`,
    );
    const keys = new Set([memberId, ...names.flatMap(({ user_name }) => entryNames(user_name))]);
    let found: UnreadEntry[] = [];
    for (const key of keys) {
      const rows = await searching(this.#database, scope).all<{
        id: string;
        events: string;
        bytes: number;
      }>(
        sql`SELECT id, events, octet_length(${ENTRY_TEXT}) AS bytes FROM log_entries
             WHERE account_id = ${accountId} AND about = ${key} ${isBefore(before)}
             ORDER BY id DESC LIMIT ${constant(limit)}`,
      );
      const those = rows.map(row => ({ ...row, events: JSON.parse(row.events) as string[] })); // written by the store of the log
      found = [...found, ...those].sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
    }
    return found;
  }

  eventsAbout(scope: TimelineScope, memberId: string, { before, limit }: Range): Promise<readonly Unread[]> {
    const { accountId } = scope;
    return searching(this.#database, scope).all<Unread>(
      sql`SELECT id, ${eventBytes(accountId)} AS bytes FROM events
           WHERE account_id = ${accountId} AND subject = ${memberId} AND type LIKE 'team_member.%' ${isBefore(before)}
           ORDER BY sequence DESC LIMIT ${constant(limit)}`,
    );
  }

  async findEvents(scope: TimelineScope, ids: readonly string[]): Promise<readonly Unread[]> {
    const { accountId } = scope;
    if (ids.length === 0) return [];
    return searching(this.#database, scope).all<Unread>(
      sql`SELECT id, ${eventBytes(accountId)} AS bytes FROM events
           WHERE account_id = ${accountId} AND id IN ${list(ids)}`,
    );
  }

  async readEntries(scope: TimelineScope, ids: readonly string[]): Promise<readonly LogEntry[]> {
    const { accountId } = scope;
    if (ids.length === 0) return [];
    const rows = await searching(this.#database, scope).all<LogEntryRow>(
      sql`SELECT ${ENTRY_LIST} FROM log_entries WHERE account_id = ${accountId} AND id IN ${list(ids)}`,
    );
    return rows.map(fromLogEntryRow);
  }

  async readEvents(scope: TimelineScope, ids: readonly string[]): Promise<readonly TimelineEvent[]> {
    const { accountId } = scope;
    if (ids.length === 0) return [];
    const rows = await searching(this.#database, scope).all<EventRow>(
      sql`SELECT id, sequence, type, occurred_at, body FROM events
           WHERE account_id = ${accountId} AND id IN ${list(ids)}`,
    );
    return this.#withDeliveries(scope, rows);
  }

  async #withDeliveries(scope: TimelineScope, rows: readonly EventRow[]): Promise<readonly TimelineEvent[]> {
    const { accountId } = scope;
    const attempts = await this.#attempts(
      scope,
      rows.map(({ sequence }) => sequence),
    );
    const lanes = await searching(this.#database, scope).all<LaneRow>(
      sql`SELECT lanes.endpoint_id AS "endpointId", endpoint.url, endpoint.types, lanes.next_sequence AS "nextSequence"
            FROM lanes JOIN webhook_endpoints endpoint ON endpoint.id = lanes.endpoint_id
           WHERE lanes.account_id = ${accountId} AND lanes.replay_id = ${LIVE}`,
    );
    return rows.map(row => {
      const event = JSON.parse(row.body) as StoredEvent; // we wrote it ourselves
      const { changed = [], reason = null, actor = {} } = event.data;
      return {
        id: row.id,
        type: row.type,
        sequence: row.sequence,
        at: row.occurred_at,
        changed,
        reason,
        actor,
        requestId: event.correlationid,
        deliveries: deliveriesOf(row, attempts, lanes),
      };
    });
  }

  #attempts(scope: TimelineScope, sequences: readonly number[]): Promise<readonly AttemptRow[]> {
    const { accountId } = scope;
    return searching(this.#database, scope).all<AttemptRow>(
      sql`SELECT event.sequence, attempt.endpoint_id AS "endpointId", endpoint.url, attempt.at, attempt.trigger,
              attempt.attempt, attempt.outcome, attempt.failure, attempt.status_code AS "statusCode", attempt.error,
              attempt.duration_ms AS "durationMs"
         FROM events event
         JOIN delivery_attempts attempt
           ON attempt.account_id = event.account_id AND attempt.first_sequence <= event.sequence
          AND attempt.first_sequence > event.sequence - ${LARGEST_BATCH} AND attempt.last_sequence >= event.sequence
         LEFT JOIN webhook_endpoints endpoint ON endpoint.id = attempt.endpoint_id
        WHERE event.account_id = ${accountId} AND event.sequence IN ${list(sequences)}
        ORDER BY attempt.id LIMIT ${MOST_ATTEMPTS}`,
    );
  }
}

const isBefore = (id: string | undefined): Sql => (id === undefined ? NOTHING : sql`AND id < ${id}`);

interface EventRow {
  id: string;
  sequence: number;
  type: string;
  occurred_at: number;
  body: string;
}

interface StoredEvent {
  readonly correlationid: string;
  readonly data: {
    readonly changed?: readonly string[];
    readonly reason?: string;
    readonly actor?: Readonly<Record<string, unknown>>;
  };
}

interface AttemptRow extends DeliveryStep {
  readonly sequence: number;
  readonly endpointId: string;
  readonly url: string | null;
}

interface LaneRow {
  readonly endpointId: string;
  readonly url: string;
  readonly types: string;
  readonly nextSequence: number;
}

function deliveriesOf(
  event: EventRow,
  attempts: readonly AttemptRow[],
  lanes: readonly LaneRow[],
): readonly Delivery[] {
  const tried = Map.groupBy(
    attempts.filter(({ sequence }) => sequence === event.sequence),
    ({ endpointId }) => endpointId,
  );
  const delivered = [...tried].map(
    ([endpointId, rows]): Delivery => ({
      endpointId,
      url: rows[0]?.url ?? null,
      state: rows.some(({ outcome }) => outcome === 'delivered') ? 'delivered' : 'failed',
      steps: rows.map(toStep),
    }),
  );
  const waiting = lanes
    .filter(lane => lane.nextSequence <= event.sequence && !tried.has(lane.endpointId) && wants(lane, event))
    .map(({ endpointId, url }): Delivery => ({ endpointId, url, state: 'waiting', steps: [] }));
  return [...delivered, ...waiting];
}

function wants({ types }: LaneRow, event: EventRow): boolean {
  const wanted = expandTypes(JSON.parse(types) as string[]); // written by the endpoint store
  return wanted === null || wanted.some(type => type === event.type);
}

const toStep = ({ sequence: _, endpointId: _endpoint, url: _url, ...step }: AttemptRow): DeliveryStep => step;
