/** What is left to do for accounts whose members leave, and how the past of a closed account is redacted. */
import type { OffboardingStore } from '../../accounts/offboarding-job.ts';
import { redactEvent } from '../../members/member-event.ts';
import type { Database } from '../database/database.ts';
import { deleteSome } from '../database/row-sweep.ts';
import { eventPages } from '../events/pages.ts';
import { clearResponses } from '../members/personal-traces.ts';

/** All at once: a round trip for each event would take minutes for a large account. */
const REWRITE: Readonly<Record<Database['dialect'], string>> = {
  sqlite: `UPDATE events SET body = row.value ->> 'body' FROM json_each(?) row WHERE events.id = row.value ->> 'id'`,
  postgres: `UPDATE events SET body = row.body FROM jsonb_to_recordset(?::jsonb) AS row(id text, body text)
              WHERE events.id = row.id`,
};

const readPage = eventPages("account_id = ? AND type LIKE 'team_member.%' AND type <> 'team_member.erased'");

export class SqlOffboardingStore implements OffboardingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async accountsBeingOffboarded(): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      'SELECT id FROM accounts WHERE offboarding IS NOT NULL ORDER BY id',
      [],
    );
    return rows.map(({ id }) => id);
  }

  redactEvents(accountId: string, after: number): Promise<number | undefined> {
    return this.#database.write(async trx => {
      const rows = await readPage(trx, [accountId], after);
      const redacted = rows.map(({ id, body }) => ({ id, body: redactEvent(body) }));
      await trx.all(REWRITE[this.#database.dialect], [JSON.stringify(redacted)]);
      return rows.at(-1)?.sequence;
    }, accountId);
  }

  async forgetEntries(accountId: string): Promise<boolean> {
    const matches = { sql: 'account_id = ?', bindings: [accountId] };
    if (await deleteSome(this.#database, 'log_entries', 'account_id, id', matches)) return true;
    await clearResponses(this.#database, accountId);
    await this.#database.write(trx =>
      trx.all('DELETE FROM connection_health WHERE account_id = ?', [accountId]),
    );
    return false;
  }
}
