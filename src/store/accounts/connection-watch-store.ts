/** Which connections need a notification: tokens that will expire, identity providers that fell silent. */

import { REGULAR_PROVIDERS } from '../../accounts/connection/provider-cadence.ts';
import type { ConnectionWatchStore, Silence } from '../../accounts/connection/watch.ts';
import { CLOCK_TOLERANCE_MS } from '../../base/uptime.ts';
import type { EventDraft } from '../../events/envelope.ts';
import type { Database, Transaction } from '../database/database.ts';
import { constant, join, list, type Sql, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { lockAccount } from './lock.ts';

/**
 * Notified again only when a request has come, or the connection was switched on again, since. A notification on a date
 * in the future was made by a wrong clock.
 */
const isSilent = ({ shown: { low, high }, regular }: Silence, now: number): Sql => sql`
  account.connection = 'enabled' AND account.connection_since NOT BETWEEN ${low} AND ${high}
  AND COALESCE(health.last_request_at, 0) NOT BETWEEN ${low} AND ${high}
  AND (health.silence_notified_at IS NULL OR health.silence_notified_at < account.connection_since
       OR health.silence_notified_at < health.last_request_at
       OR health.silence_notified_at > ${now + CLOCK_TOLERANCE_MS})
  AND ${speaks(regular)}`;

const speaks = (regular: Silence['regular']): Sql =>
  regular === null
    ? sql`(health.last_request_at IS NULL OR account.identity_provider NOT IN ${list(REGULAR_PROVIDERS)})`
    : sql`health.last_request_at IS NOT NULL AND account.identity_provider = ${regular}`;

export class SqlConnectionWatchStore implements ConnectionWatchStore {
  readonly #database: Database;
  readonly #events: EventLog;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
  }

  async accountsWithExpiringTokens(now: number, noticesMs: readonly number[]): Promise<readonly string[]> {
    // Rotation announces the end of the token it replaces; any other date in the future comes from a wrong clock.
    const notified = sql`CASE WHEN expiry_notified_at > ${now + CLOCK_TOLERANCE_MS} AND expiry_notified_at <> expires_at
                              THEN 0 ELSE COALESCE(expiry_notified_at, 0) END`;
    const due = noticesMs
      .map(constant)
      .map(notice => sql`(expires_at - ${notice} <= ${now} AND ${notified} < expires_at - ${notice})`);
    const rows = await this.#database.all<{ id: string }>(
      sql`SELECT DISTINCT account.id FROM tokens JOIN accounts account ON account.id = tokens.account_id
           WHERE account.connection <> 'disabled' AND revoked_at IS NULL AND expires_at > ${now}
             AND (${join(due, ' OR ')})
           ORDER BY account.id`,
    );
    return rows.map(({ id }) => id);
  }

  async silentAccounts(silence: Silence, now: number): Promise<readonly string[]> {
    const rows = await findSilent(this.#database, isSilent(silence, now));
    return rows.map(({ id }) => id);
  }

  async notifySilent(
    accountId: string,
    silence: Silence,
    now: number,
    makeEvent: (lastRequestAt: number | null) => EventDraft,
  ): Promise<void> {
    await this.#database.write(async trx => {
      await lockAccount(trx, this.#database.dialect, accountId);
      const [silent] = await findSilent(trx, sql`account.id = ${accountId} AND ${isSilent(silence, now)}`);
      if (!silent) return;
      await trx.all(
        sql`INSERT INTO connection_health (account_id, silence_notified_at) VALUES (${accountId}, ${now})
            ON CONFLICT (account_id) DO UPDATE SET silence_notified_at = excluded.silence_notified_at`,
      );
      await this.#events.append(trx, accountId, [makeEvent(silent.last_request_at)], 0);
    });
    this.#events.announce();
  }
}

const findSilent = (
  on: Pick<Transaction, 'all'>,
  condition: Sql,
): Promise<{ id: string; last_request_at: number | null }[]> =>
  on.all(
    sql`SELECT account.id, health.last_request_at
          FROM accounts account LEFT JOIN connection_health health ON health.account_id = account.id
         WHERE ${condition} ORDER BY account.id`,
  );
