/** What is left to do for accounts whose members leave, and how the past of a closed account is redacted. */
import type { OffboardingStore } from '../../accounts/offboarding/job.ts';
import { redactEvent } from '../../members/member-event.ts';
import type { Database } from '../database/database.ts';
import { deleteSome } from '../database/row-sweep.ts';
import { Columns, type Sql, sql } from '../database/sql.ts';
import { readEventPage } from '../events/pages.ts';
import { clearResponses } from '../members/personal-traces.ts';

const mustBeRedacted = (accountId: string): Sql =>
  sql`account_id = ${accountId} AND type LIKE 'team_member.%' AND type <> 'team_member.erased'`;
const ENTRY_KEY = new Columns(['account_id', 'id']);

export class SqlOffboardingStore implements OffboardingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async accountsBeingOffboarded(): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      sql`SELECT id FROM accounts WHERE offboarding IS NOT NULL ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  redactEvents(accountId: string, after: number): Promise<number | undefined> {
    return this.#database.write(async trx => {
      const rows = await readEventPage(trx, mustBeRedacted(accountId), after);
      const redacted = rows.map(({ id, body }) => ({ id, body: redactEvent(body) }));
      await trx.all(rewrite(this.#database.dialect, JSON.stringify(redacted)));
      return rows.at(-1)?.sequence;
    }, accountId);
  }

  async forgetEntries(accountId: string): Promise<boolean> {
    const matches = sql`account_id = ${accountId}`;
    if (await deleteSome(this.#database, sql`log_entries`, ENTRY_KEY, matches)) return true;
    await clearResponses(this.#database, accountId);
    await this.#database.write(async trx => {
      await trx.all(sql`DELETE FROM connection_health WHERE account_id = ${accountId}`);
      // The link stays, so that its browser is answered why it leads nowhere.
      await trx.all(sql`UPDATE setup_links SET admin = ${NO_ADMIN} WHERE account_id = ${accountId}`);
    });
    return false;
  }
}

const NO_ADMIN = JSON.stringify({ id: null, name: null, email: null });

/** In one statement: a round trip for each event would take minutes for a large account. */
const rewrite = (dialect: Database['dialect'], rows: string): Sql =>
  dialect === 'sqlite'
    ? sql`UPDATE events SET body = row.value ->> 'body' FROM json_each(${rows}) row WHERE events.id = row.value ->> 'id'`
    : sql`UPDATE events SET body = row.body
            FROM jsonb_to_recordset(CAST(${rows} AS jsonb)) AS row(id text, body text) WHERE events.id = row.id`;
