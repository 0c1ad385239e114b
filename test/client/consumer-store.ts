/** A main app's own database, which counts every effect of an event: none may happen twice, none may be missing. */
import BetterSqlite from 'better-sqlite3';
import type { FeedEvents, FeedOptions, FeedSnapshot, FeedStep } from '../../client/rollcall-client.js';

/** How a member is known to the main app. */
export interface KnownMember {
  readonly account: string;
  readonly id: string;
  readonly userName: string;
  readonly active: number;
  readonly version: number;
}

export class ConsumerStore {
  readonly #db = new BetterSqlite(':memory:');
  /** Called in the transaction, after each event: a crash there must undo all of it. */
  onEvent: () => void = () => undefined;

  constructor() {
    this.#db.exec(`
      CREATE TABLE place (id INTEGER PRIMARY KEY, cursor TEXT NOT NULL);
      INSERT INTO place VALUES (1, '');
      CREATE TABLE sequences (key TEXT PRIMARY KEY, sequence TEXT NOT NULL);
      CREATE TABLE effects (number INTEGER PRIMARY KEY, event_id TEXT NOT NULL);
      CREATE TABLE members (account TEXT, id TEXT, userName TEXT, active INTEGER, version INTEGER, PRIMARY KEY (account, id));
    `);
  }

  close(): void {
    this.#db.close();
  }

  /** What `consumeFeed` asks of it. */
  get callbacks(): Pick<
    FeedOptions,
    'readCursor' | 'readSequence' | 'apply' | 'applySnapshot' | 'listAccounts'
  > {
    return {
      readCursor: () => this.cursor,
      readSequence: key => this.sequence(key),
      apply: step => this.#db.transaction(() => this.#apply(step))(),
      applySnapshot: snapshot => this.#db.transaction(() => this.#applySnapshot(snapshot))(),
      listAccounts: () => this.accounts,
    };
  }

  accounts: readonly string[] = [];

  get cursor(): string {
    const [cursor] = this.#column<string>('SELECT cursor FROM place');
    return cursor ?? '';
  }

  set cursor(cursor: string) {
    this.#db.prepare('UPDATE place SET cursor = ?').run(cursor);
  }

  sequence(key: string): string | undefined {
    return this.#db
      .prepare<[string], string>('SELECT sequence FROM sequences WHERE key = ?')
      .pluck()
      .get(key);
  }

  setSequence(key: string, sequence: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO sequences VALUES (?, ?)').run(key, sequence);
  }

  /** Ids of the events that were worked on, in the order of the work. */
  get effects(): readonly string[] {
    return this.#column<string>('SELECT event_id FROM effects ORDER BY number');
  }

  get members(): readonly KnownMember[] {
    return this.#db.prepare<[], KnownMember>('SELECT * FROM members ORDER BY account, id').all();
  }

  #column<Value>(sql: string): readonly Value[] {
    return this.#db.prepare<[], Value>(sql).pluck().all();
  }

  #apply(step: FeedEvents): boolean {
    if (!this.#moveOn(step)) return false;
    for (const { id, type, subject, partitionkey, data } of step.events) {
      this.#db.prepare('INSERT INTO effects (event_id) VALUES (?)').run(id);
      if (type === 'team_member.deleted') {
        this.#db.prepare('DELETE FROM members WHERE account = ? AND id = ?').run(partitionkey, subject);
      } else if ('member' in data && 'userName' in data.member) this.#remember(partitionkey, data.member);
      this.onEvent();
    }
    return true;
  }

  #applySnapshot(snapshot: FeedSnapshot): boolean {
    if (!this.#moveOn(snapshot)) return false;
    this.#db.prepare('DELETE FROM members WHERE account = ?').run(snapshot.account);
    for (const member of snapshot.members) this.#remember(snapshot.account, member);
    return true;
  }

  #moveOn({ cursor, previousCursor, sequences }: FeedStep): boolean {
    const move = this.#db.prepare('UPDATE place SET cursor = ? WHERE cursor = ?');
    if (move.run(cursor, previousCursor).changes === 0) return false;
    for (const [key, sequence] of sequences) this.setSequence(key, sequence);
    return true;
  }

  #remember(account: string, member: FeedSnapshot['members'][number]): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)')
      .run(account, member.id, member.userName, Number(member.active), member.version);
  }
}
