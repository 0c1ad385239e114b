/** Writes events straight into the log, as another process would: of any type, at any time, of any size. */

import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../../src/config/config.ts';
import type { EventType } from '../../src/events/catalogue/catalogue.ts';
import type { EventDraft } from '../../src/events/envelope.ts';
import type { Database } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { sql } from '../../src/store/database/sql.ts';
import { EventLog } from '../../src/store/events/event-log.ts';
import { SqlFeedStore } from '../../src/store/events/feed-store.ts';
import { sequenceBatch } from '../../src/store/events/sequencer.ts';

interface EventOptions {
  readonly type?: EventType;
  /** Milliseconds since the epoch. */
  readonly occurredAt?: number;
  /** How much `data` holds besides. */
  readonly padding?: number;
  /** What `data` holds as `text`. */
  readonly text?: string;
}

export class EventWriter {
  readonly database: Database;
  readonly log: EventLog;
  readonly feed: SqlFeedStore;

  private constructor(database: Database) {
    this.database = database;
    this.log = new EventLog(database, () => 'https://scim.example.com');
    this.feed = new SqlFeedStore(database);
  }

  static async open(databaseUrl: string): Promise<EventWriter> {
    const { database } = readConfig({ DATABASE_URL: databaseUrl, SIGNING_KEYS: 'k:s', SECRETS_KEY: 'k:s' });
    return new EventWriter(await openDatabase(database));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** Gives what was written its place in the feed; else a service does so within half a second. */
  async settle(): Promise<void> {
    if (this.database.dialect === 'postgres') while (await sequenceBatch(this.database));
  }

  /** An account without anything else; `startTestService` makes whole ones. */
  async addAccount(id: string): Promise<void> {
    await this.database.write(trx =>
      trx.all(
        sql`INSERT INTO accounts (id, name, identity_provider, sso, policies, connection, last_sequence, member_count,
           created_at, updated_at) VALUES (${id}, '', 'other', '{}', '{}', '{}', 0, 0, 0, 0)`,
      ),
    );
  }

  /** An event of an account that is there. @returns its id */
  async write(accountId: string, options: EventOptions = {}): Promise<string> {
    const draft = draftOf(accountId, options);
    await this.database.write(trx => this.log.append(trx, accountId, [draft], 0));
    return draft.id;
  }

  /** Several in one transaction. @returns their ids */
  async writeMany(accountId: string, count: number, options: EventOptions = {}): Promise<readonly string[]> {
    const drafts = Array.from({ length: count }, () => draftOf(accountId, options));
    await this.database.write(trx => this.log.append(trx, accountId, drafts, 0));
    return drafts.map(({ id }) => id);
  }

  /** An event about the delivery itself. @returns its id */
  async writeOperational(type: EventType): Promise<string> {
    const draft = draftOf('endpoint', { type });
    await this.database.write(trx => this.log.appendOperational(trx, [draft]));
    return draft.id;
  }
}

function draftOf(
  subject: string,
  { type = 'connection.token_issued', occurredAt = Date.now(), padding = 0, text }: EventOptions,
): EventDraft {
  return {
    id: uuidv7(),
    type,
    subject,
    occurredAt,
    requestId: 'written-by-a-test',
    traceparent: undefined,
    data: {
      ...(padding === 0 ? {} : { padding: 'x'.repeat(padding) }),
      ...(text === undefined ? {} : { text }),
    },
  };
}
