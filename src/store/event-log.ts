/** Appends events to the ordered log inside the transaction of the change they tell, and reads the feed. */
import type { EventPage, EventStore, FeedState } from '../delivery/feed.ts';
import { type EventDraft, renderEvent } from '../members/member-event.ts';
import {
  type Database,
  parameter,
  parameters,
  type SqlValue,
  Statement,
  type Transaction,
} from './database.ts';

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

export class EventLog implements EventStore {
  readonly #database: Database;
  readonly #publicUrl: () => string;
  readonly #takeNumbers: Statement<'account_id' | 'events' | 'members'>;
  readonly #takePositions: Statement<'events'>;
  readonly #insert: Statement<(typeof COLUMNS)[number]>;
  readonly #state: Statement<never>;
  readonly #listeners = new Set<() => void>();

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
    // SQLite has one writer, so the commit order is known now; on PostgreSQL the sequencer gives positions after commit.
    const positioned =
      this.#database.dialect === 'sqlite'
        ? await this.#takePositions.first<{ head: number }>(trx, { events: drafts.length })
        : undefined;
    for (const [index, event] of drafts.entries()) {
      const behind = drafts.length - 1 - index;
      const sequence = numbered.last_sequence - behind;
      await this.#insert.all(trx, {
        id: event.id,
        account_id: accountId,
        sequence,
        position: positioned ? positioned.head - behind : null,
        type: event.type,
        subject: event.subject,
        occurred_at: event.occurredAt,
        body: renderEvent(event, accountId, sequence, this.#publicUrl()),
      });
    }
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

  async read(
    after: number,
    upTo: number,
    accounts: readonly string[] | null,
    limit: number,
  ): Promise<EventPage> {
    const bindings: SqlValue[] = [after, upTo];
    let where = 'position > ? AND position <= ?';
    if (accounts) {
      if (accounts.length === 0) return [];
      where += ` AND account_id IN (${accounts.map(() => '?').join()})`;
      bindings.push(...accounts);
    }
    return this.#database.all(
      `SELECT position, body FROM events WHERE ${where} ORDER BY position LIMIT ${limit}`,
      bindings,
    );
  }
}
