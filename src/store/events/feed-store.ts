/** Reads the feed, and looks up its events. */
import type {
  EventFilter,
  EventStore,
  FeedEvent,
  FeedPiece,
  FeedState,
  FeedText,
  ReadLimits,
} from '../../events/feed/feed.ts';
import type { EventHeader, HeaderStore } from '../../events/feed/watch.ts';
import { escapeLineSeparators, escapeSeparatorBytes } from '../../events/line-separators.ts';
import { type Database, searching, type Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { SERVICE } from '../database/reading/search.ts';
import { constant, list, NOTHING, type Sql, sql } from '../database/sql.ts';

/** With a filter, reading beyond so many positions is a search. */
const MAX_LOADED = 1_000;
/** Looking through ten thousand positions takes milliseconds: a reader of the feed is never refused for it. */
const SEARCH_LIMIT_MS = 10_000;
const ALL_ACCOUNTS = { accounts: null };
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

export class SqlFeedStore implements EventStore, HeaderStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async state(): Promise<FeedState> {
    const [state] = await this.#database.all<FeedState>(sql`SELECT epoch, head, floor FROM feed`);
    if (!state) throw new Error('the feed has its one row from the first migration on');
    return state;
  }

  async read(after: number, upTo: number, filter: EventFilter, limits: ReadLimits): Promise<FeedPiece> {
    const rows = await this.#readFitting<FeedState & FeedEvent & { listed: number; position: number | null }>(
      { after, upTo, filter, limits },
      sql`SELECT feed.epoch, feed.head, feed.floor, (SELECT count(*) FROM listed) AS listed,
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
        ? sql`CAST(group_concat(events.body, ',' ORDER BY events.position) AS BLOB)`
        : sql`string_agg(events.body, ',' ORDER BY events.position)`;
    const [row] = await this.#readFitting<FeedState & FoundText>(
      { after, upTo, filter, limits },
      sql`SELECT feed.epoch, feed.head, feed.floor, (SELECT count(*) FROM listed) AS listed,
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
    select: Sql,
  ): Promise<Row[]> {
    const fitting = fittingRows({
      table: sql`events`,
      where: sql`position > ${after} AND position <= ${upTo} ${conditionOf(filter)}`,
      keys: sql`position`,
      text: sql`body`,
      orderBy: sql`position`,
      // One extra row says whether there are more.
      limit: limit + 1,
      maxBytes: bytes,
    });
    // One statement sees one state of the database, on PostgreSQL as well.
    const isShort = upTo - after <= MAX_LOADED || (filter.accounts === null && filter.types === null);
    return (isShort ? this.#database : this.#searching(filter, signal)).all<Row>(
      sql`${fitting},
          shown AS MATERIALIZED (SELECT position FROM fitting ORDER BY position LIMIT ${constant(limit)}) ${select}`,
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

  async headers(after: number, limit: number): Promise<readonly EventHeader[]> {
    return this.#database.all(
      sql`SELECT position, account_id AS "accountId", type FROM events WHERE position > ${after} ORDER BY position LIMIT ${constant(limit)}`,
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
      sql`SELECT min(position + 0) AS first FROM events WHERE occurred_at >= ${time}`,
    );
    return row?.first ?? undefined;
  }

  async find(eventId: string): Promise<{ accountId: string; body: string } | undefined> {
    const [event] = await this.#database.all<{ accountId: string; body: string }>(
      sql`SELECT account_id AS "accountId", body FROM events WHERE id = ${eventId}`,
    );
    return event && asSent(event);
  }
}

/** Events that were written before line separators were escaped are sent as those after. */
export const asSent = <Event extends { readonly body: string }>(event: Event): Event => ({
  ...event,
  body: escapeLineSeparators(event.body),
});

/** Narrows a condition on `events`. */
function conditionOf({ accounts, types }: EventFilter): Sql {
  const ofAccounts = accounts === null ? NOTHING : sql`AND account_id IN ${list(accounts)}`;
  return types === null ? ofAccounts : sql`${ofAccounts} AND type IN ${list(types)}`;
}
