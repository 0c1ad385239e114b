/** Appends events to the ordered log inside the transaction of the change they describe, and reads the feed. */
import type {
  EventFilter,
  EventStore,
  FeedEvent,
  FeedPiece,
  FeedState,
  FeedText,
  ReadLimits,
} from '../../events/feed/feed.ts';
import type { EventHeader, HeadingStore } from '../../events/feed/watch.ts';
import { escapeLineSeparators, escapeSeparatorBytes } from '../../events/line-separators.ts';
import { type EventDraft, OPERATIONS, renderEvent } from '../../members/member-event.ts';
import {
  type Database,
  parameter,
  parameters,
  type SqlValue,
  Statement,
  searching,
  type Transaction,
} from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { SERVICE } from '../database/reading/search.ts';

const COLUMNS = [
  'id',
  'account_id',
  'sequence',
  'position',
  'type',
  'subject',
  'occurred_at',
  'body',
] as const;

const ROWS_TOGETHER = 50;

/** With a filter, reading beyond so many positions is a search. */
const MAX_LOADED = 1_000;
/** Looking through ten thousand positions takes milliseconds: a reader of the feed is never refused for it. */
const SEARCH_LIMIT_MS = 10_000;
const ALL_ACCOUNTS = { accounts: null };
type OnWork = (accountId: string, work: { readonly writtenBytes: number }) => void;

interface FeedSpan {
  readonly after: number;
  readonly upTo: number;
  readonly filter: EventFilter;
  readonly limits: ReadLimits;
}

interface FoundText {
  readonly listed: number;
  readonly count: number;
  readonly last: number | null;
  /** SQLite has bytes for it; `null` without events. */
  readonly bodies: Uint8Array | string | null;
}

/** Bytes that come from a reader thread are no `Buffer` any more. */
const bytesOf = (text: Uint8Array | string): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.byteLength);

export class EventLog implements EventStore, HeadingStore {
  readonly #database: Database;
  readonly #publicUrl: () => string;
  readonly #takeNumbers: Statement<'account_id' | 'events' | 'members'>;
  readonly #takePositions: Statement<'events'>;
  readonly #insert: Statement<(typeof COLUMNS)[number]>;
  readonly #takeOperationalNumbers: Statement<'events'>;
  readonly #readyLanes: Statement<'account_id' | 'sequence'>;
  readonly #state: Statement<never>;
  readonly #listeners = new Set<() => void>();
  readonly #counters = new Set<(type: string) => void>();
  readonly #workListeners = new Set<OnWork>();

  /** @param publicUrl without a trailing slash; known once the service listens */
  constructor(database: Database, publicUrl: () => string) {
    this.#database = database;
    this.#publicUrl = publicUrl;
    const { build } = database;
    this.#takeNumbers = new Statement(
      build('accounts')
        .where({ id: parameter('account_id') })
        .update({
          last_sequence: build.raw('last_sequence + ?', [parameter('events')]),
          member_count: build.raw('member_count + ?', [parameter('members')]),
        })
        .returning('last_sequence'),
    );
    this.#takePositions = new Statement(
      build('feed')
        .update({ head: build.raw('head + ?', [parameter('events')]) })
        .returning('head'),
    );
    this.#insert = new Statement(build('events').insert(parameters(COLUMNS)));
    this.#takeOperationalNumbers = new Statement(
      build('operations')
        .update({ last_sequence: build.raw('last_sequence + ?', [parameter('events')]) })
        .returning('last_sequence'),
    );
    this.#readyLanes = new Statement(
      build('lanes')
        .where({ account_id: parameter('account_id') })
        .whereRaw("replay_id = ''")
        .update({ ready_sequence: parameter('sequence') }),
    );
    this.#state = new Statement(build('feed').select('epoch', 'head', 'floor'));
  }

  /**
   * Numbers the events and writes them. Call it last in the transaction.
   * @param membersDelta how many members the change adds to the account
   */
  async append(
    trx: Transaction,
    accountId: string,
    drafts: readonly EventDraft[],
    membersDelta: number,
  ): Promise<void> {
    const numbered = await this.#takeNumbers.first<{ last_sequence: number }>(trx, {
      account_id: accountId,
      events: drafts.length,
      members: membersDelta,
    });
    if (!numbered) throw new Error('events belong to an account');
    await this.#write(trx, accountId, drafts, numbered.last_sequence);
  }

  /** Writes events about the delivery itself, in their own sequence. Call it last in the transaction. */
  async appendOperational(trx: Transaction, drafts: readonly EventDraft[]): Promise<void> {
    const numbered = await this.#takeOperationalNumbers.first<{ last_sequence: number }>(trx, {
      events: drafts.length,
    });
    if (!numbered) throw new Error('the operations have their one row from the migration on');
    await this.#write(trx, OPERATIONS, drafts, numbered.last_sequence);
  }

  async #write(
    trx: Transaction,
    accountId: string,
    drafts: readonly EventDraft[],
    lastSequence: number,
  ): Promise<void> {
    // SQLite has one writer, so the commit order is known now; on PostgreSQL the sequencer gives positions after commit.
    const positioned =
      this.#database.dialect === 'sqlite'
        ? await this.#takePositions.first<{ head: number }>(trx, { events: drafts.length })
        : undefined;
    const rows = drafts.map((event, index) => {
      const behind = drafts.length - 1 - index;
      const sequence = lastSequence - behind;
      return {
        id: event.id,
        account_id: accountId,
        sequence,
        position: positioned ? positioned.head - behind : null,
        type: event.type,
        subject: event.subject,
        occurred_at: event.occurredAt,
        body: renderEvent(event, accountId, sequence, this.#publicUrl()),
      };
    });
    const [first] = rows;
    if (first && rows.length === 1) await this.#insert.all(trx, first);
    else await insertTogether(trx, rows);
    if (positioned) await this.#readyLanes.all(trx, { account_id: accountId, sequence: lastSequence });
    const writtenBytes = rows.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    for (const onWork of this.#workListeners) onWork(accountId, { writtenBytes });
    for (const count of this.#counters) for (const { type } of drafts) count(type);
  }

  /** Calls `count` with the type of each event this process writes, before the commit that comes next. */
  onWrite(count: (type: string) => void): void {
    this.#counters.add(count);
  }

  /** Calls `onWork` with the bytes of the events this process writes for an account, before the commit. */
  onWork(onWork: OnWork): void {
    this.#workListeners.add(onWork);
  }

  /** Calls `listener` after each commit of this process that wrote events. */
  onCommit(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** To be called after the commit, never inside the transaction. */
  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  async state(): Promise<FeedState> {
    const state = await this.#state.first<FeedState>(this.#database, {});
    if (!state) throw new Error('the feed has its one row from the first migration on');
    return state;
  }

  async read(after: number, upTo: number, filter: EventFilter, limits: ReadLimits): Promise<FeedPiece> {
    const rows = await this.#readFitting<FeedState & FeedEvent & { listed: number; position: number | null }>(
      { after, upTo, filter, limits },
      `SELECT feed.epoch, feed.head, feed.floor, (SELECT count(*) FROM listed) AS listed,
              events.position, events.type, events.body
         FROM feed LEFT JOIN shown ON TRUE LEFT JOIN events ON events.position = shown.position`,
    );
    const [state] = rows;
    if (!state) throw new Error('the feed has its one row from the first migration on');
    if (state.position === null) return { state, events: [], count: 0, last: undefined, isWhole: true };
    const events = rows.sort((one, other) => one.position - other.position).map(asSent);
    const count = events.length;
    return { state, events, count, last: events.at(-1)?.position, isWhole: count === state.listed };
  }

  async readText(after: number, upTo: number, filter: EventFilter, limits: ReadLimits): Promise<FeedText> {
    const joined =
      this.#database.dialect === 'sqlite'
        ? "CAST(group_concat(events.body, ',' ORDER BY events.position) AS BLOB)"
        : "string_agg(events.body, ',' ORDER BY events.position)";
    const [row] = await this.#readFitting<FeedState & FoundText>(
      { after, upTo, filter, limits },
      `SELECT feed.epoch, feed.head, feed.floor, (SELECT count(*) FROM listed) AS listed,
              (SELECT count(*) FROM shown) AS count, (SELECT max(position) FROM shown) AS last,
              (SELECT ${joined} FROM shown JOIN events ON events.position = shown.position) AS bodies
         FROM feed`,
    );
    if (!row) throw new Error('the feed has its one row from the first migration on');
    const { epoch, head, floor, listed, count, last, bodies } = row;
    return {
      state: { epoch, head, floor },
      count,
      last: last ?? undefined,
      isWhole: count === listed,
      bodies: escapeSeparatorBytes(bytesOf(bodies ?? '')),
    };
  }

  /** @param select reads `listed`, all that fit the filter and one more than is wanted, and `shown`, those within the limits */
  async #readFitting<Row>(
    { after, upTo, filter, limits: { events: limit, bytes, signal } }: FeedSpan,
    select: string,
  ): Promise<Row[]> {
    const { sql, bindings } = conditionOf(filter);
    const fitting = fittingRows({
      table: 'events',
      where: `position > ? AND position <= ?${sql}`,
      keys: 'position',
      text: 'body',
      orderBy: 'position',
      // One extra row says whether there are more.
      limit: limit + 1,
      maxBytes: bytes,
    });
    // One statement sees one state of the database, on PostgreSQL as well.
    const isShort = upTo - after <= MAX_LOADED || (filter.accounts === null && filter.types === null);
    return (isShort ? this.#database : this.#searching(filter, signal)).all<Row>(
      `${fitting}, shown AS MATERIALIZED (SELECT position FROM fitting ORDER BY position LIMIT ${limit}) ${select}`,
      [after, upTo, ...bindings],
    );
  }

  #searching({ accounts }: Pick<EventFilter, 'accounts'>, signal: AbortSignal | undefined): Transaction {
    const [accountId = SERVICE, ...others] = accounts ?? [];
    return searching(this.#database, {
      accountId: others.length > 0 ? SERVICE : accountId,
      signal,
      limitMs: SEARCH_LIMIT_MS,
    });
  }

  async headings(after: number, limit: number): Promise<readonly EventHeader[]> {
    return this.#database.all(
      `SELECT position, account_id AS "accountId", type FROM events WHERE position > ? ORDER BY position LIMIT ${limit}`,
      [after],
    );
  }

  /**
   * Positions are only roughly in the order of time: an event is decided before it is committed, and the clocks of
   * several instances differ. No bound on that would be safe, so every event of that time or later is looked at, in
   * an index that holds nothing else: 3 ms for 100,000 of them.
   */
  async firstPositionSince(time: number, signal?: AbortSignal): Promise<number | undefined> {
    const [row] = await this.#searching(ALL_ACCOUNTS, signal).all<{ first: number | null }>(
      // "+ 0" keeps the planner from walking the index of positions instead, past all that came before.
      'SELECT min(position + 0) AS first FROM events WHERE occurred_at >= ?',
      [time],
    );
    return row?.first ?? undefined;
  }

  async find(eventId: string): Promise<{ accountId: string; body: string } | undefined> {
    const [event] = await this.#database.all<{ accountId: string; body: string }>(
      'SELECT account_id AS "accountId", body FROM events WHERE id = ?',
      [eventId],
    );
    return event && asSent(event);
  }
}

/** Events that were written before line separators were escaped are sent as those after. */
export const asSent = <Event extends { readonly body: string }>(event: Event): Event => ({
  ...event,
  body: escapeLineSeparators(event.body),
});

/** Many events in few statements: on PostgreSQL each one is a way there and back. */
async function insertTogether(
  trx: Transaction,
  rows: readonly Readonly<Record<(typeof COLUMNS)[number], SqlValue>>[],
): Promise<void> {
  const marks = `(${COLUMNS.map(() => '?').join()})`;
  for (let from = 0; from < rows.length; from += ROWS_TOGETHER) {
    const some = rows.slice(from, from + ROWS_TOGETHER);
    await trx.all(
      `INSERT INTO events (${COLUMNS.join()}) VALUES ${some.map(() => marks).join()}`,
      some.flatMap(row => COLUMNS.map(name => row[name])),
    );
  }
}

/** SQL to add to a condition on `events`. */
function conditionOf({ accounts, types }: EventFilter): { sql: string; bindings: readonly SqlValue[] } {
  const among = (column: 'account_id' | 'type', values: readonly string[] | null): string => {
    if (values === null) return '';
    // PostgreSQL knows no empty list.
    return values.length === 0 ? ' AND 1 = 0' : ` AND ${column} IN (${values.map(() => '?').join()})`;
  };
  return {
    sql: among('account_id', accounts) + among('type', types),
    bindings: [...(accounts ?? []), ...(types ?? [])],
  };
}
