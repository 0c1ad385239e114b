/** Appends events to the ordered log, inside the transaction of the change that they report. */
import { type EventDraft, OPERATIONS, renderEvent } from '../../events/envelope.ts';
import { LIVE } from '../../webhooks/delivery-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Columns, sql } from '../database/sql.ts';

const COLUMNS = new Columns([
  'id',
  'account_id',
  'sequence',
  'position',
  'type',
  'subject',
  'occurred_at',
  'body',
]);

const ROWS_TOGETHER = 50;

type OnWork = (accountId: string, work: { readonly writtenBytes: number }) => void;

export class EventLog {
  readonly #database: Database;
  readonly #publicUrl: () => string;
  readonly #listeners = new Set<() => void>();
  readonly #counters = new Set<(type: string) => void>();
  readonly #workListeners = new Set<OnWork>();

  /** @param publicUrl without a trailing slash; known once the service listens */
  constructor(database: Database, publicUrl: () => string) {
    this.#database = database;
    this.#publicUrl = publicUrl;
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
    const [numbered] = await trx.all<{ last_sequence: number }>(
      sql`UPDATE accounts SET last_sequence = last_sequence + ${drafts.length}, member_count = member_count + ${membersDelta}
           WHERE id = ${accountId} RETURNING last_sequence`,
    );
    if (!numbered) throw new Error('events belong to an account');
    await this.#write(trx, accountId, drafts, numbered.last_sequence);
  }

  /** Writes events about the delivery itself, in their own sequence. Call it last in the transaction. */
  async appendOperational(trx: Transaction, drafts: readonly EventDraft[]): Promise<void> {
    const [numbered] = await trx.all<{ last_sequence: number }>(
      sql`UPDATE operations SET last_sequence = last_sequence + ${drafts.length} RETURNING last_sequence`,
    );
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
    const [positioned] =
      this.#database.dialect === 'sqlite'
        ? await trx.all<{ head: number }>(sql`UPDATE feed SET head = head + ${drafts.length} RETURNING head`)
        : [];
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
    // Many events in few statements: on PostgreSQL each one is a way there and back.
    for (let from = 0; from < rows.length; from += ROWS_TOGETHER) {
      const some = COLUMNS.rows(rows.slice(from, from + ROWS_TOGETHER));
      await trx.all(sql`INSERT INTO events (${COLUMNS.names}) VALUES ${some}`);
    }
    if (positioned) {
      await trx.all(
        sql`UPDATE lanes SET ready_sequence = ${lastSequence} WHERE account_id = ${accountId} AND replay_id = ${LIVE}`,
      );
    }
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
}
