/** What is left to do for accounts whose members leave, and how the past of a closed account is redacted. */
import type { LeavingStore } from '../accounts/leaving.ts';
import { redactEvent } from '../members/member-event.ts';
import type { Database } from './database.ts';

/** All at once: a round trip for each event would take minutes for a large account. */
const REWRITE: Readonly<Record<Database['dialect'], string>> = {
  sqlite: `UPDATE events SET body = row.value ->> 'body' FROM json_each(?) row WHERE events.id = row.value ->> 'id'`,
  postgres: `UPDATE events SET body = row.body FROM jsonb_to_recordset(?::jsonb) AS row(id text, body text)
              WHERE events.id = row.id`,
};

export class SqlLeavingStore implements LeavingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async accountsLeaving(): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      'SELECT id FROM accounts WHERE members_leaving IS NOT NULL ORDER BY id',
      [],
    );
    return rows.map(({ id }) => id);
  }

  redactEvents(accountId: string, after: number, limit: number): Promise<number | undefined> {
    return this.#database.write(async trx => {
      const rows = await trx.all<{ id: string; sequence: number; body: string }>(
        `SELECT id, sequence, body FROM events
          WHERE account_id = ? AND sequence > ? AND type LIKE 'team_member.%' AND type <> 'team_member.erased'
          ORDER BY sequence LIMIT ${limit}`,
        [accountId, after],
      );
      const redacted = rows.map(({ id, body }) => ({ id, body: redactEvent(body) }));
      await trx.all(REWRITE[this.#database.dialect], [JSON.stringify(redacted)]);
      return rows.at(-1)?.sequence;
    });
  }

  forgetExchanges(accountId: string, limit: number): Promise<boolean> {
    return this.#database.write(async trx => {
      await trx.all('DELETE FROM connection_health WHERE account_id = ?', [accountId]);
      // What a receiver answered may repeat what it was told.
      await trx.all(
        'UPDATE delivery_attempts SET response = NULL WHERE account_id = ? AND response IS NOT NULL',
        [accountId],
      );
      const deleted = await trx.all(
        `DELETE FROM exchanges WHERE id IN (SELECT id FROM exchanges WHERE account_id = ? ORDER BY id LIMIT ${limit})
         RETURNING id`,
        [accountId],
      );
      return deleted.length === limit;
    });
  }
}
