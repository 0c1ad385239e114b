/** Appends events to the ordered log, inside the transaction of the change that they report. */
import { type EventDraft, OPERATIONS, renderEvent } from '../../events/envelope.ts';
import {
  type Database,
  parameter,
  parameters,
  type SqlValue,
  Statement,
  type Transaction,
} from '../database/database.ts';

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

type OnWork = (accountId: string, work: { readonly writtenBytes: number }) => void;

export class EventLog {
  readonly #database: Database;
  readonly #publicUrl: () => string;
  readonly #takeNumbers: Statement<'account_id' | 'events' | 'members'>;
  readonly #takePositions: Statement<'events'>;
  readonly #insert: Statement<(typeof COLUMNS)[number]>;
  readonly #takeOperationalNumbers: Statement<'events'>;
  readonly #readyLanes: Statement<'account_id' | 'sequence'>;
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
}

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
