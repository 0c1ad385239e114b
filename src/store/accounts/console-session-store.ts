/** Sessions of the console in the database. */
import type { ConsoleSession, ConsoleSessionStore } from '../../accounts/tokens/console-sessions.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

export class SqlConsoleSessionStore implements ConsoleSessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async addSession({ hash, tokenId, openedAt, seenAt }: ConsoleSession): Promise<void> {
    await this.#database.write(trx =>
      trx.all(
        sql`INSERT INTO console_sessions (hash, token_id, opened_at, seen_at)
            VALUES (${hash}, ${tokenId}, ${openedAt}, ${seenAt})`,
      ),
    );
  }

  async findSession(hash: string): Promise<ConsoleSession | undefined> {
    const [row] = await this.#database.all<ConsoleSession>(
      sql`SELECT hash, token_id AS "tokenId", opened_at AS "openedAt", seen_at AS "seenAt"
            FROM console_sessions WHERE hash = ${hash}`,
    );
    return row;
  }

  async noteSeen(hash: string, at: number): Promise<void> {
    await this.#database.write(trx =>
      trx.all(sql`UPDATE console_sessions SET seen_at = ${at} WHERE hash = ${hash}`),
    );
  }

  async removeSession(hash: string): Promise<void> {
    await this.#database.write(trx => trx.all(sql`DELETE FROM console_sessions WHERE hash = ${hash}`));
  }

  async removeSessions(tokenId: string | undefined, openedBefore: number): Promise<void> {
    const condition =
      tokenId === undefined
        ? sql`opened_at < ${openedBefore}`
        : sql`token_id = ${tokenId} OR opened_at < ${openedBefore}`;
    await this.#database.write(trx => trx.all(sql`DELETE FROM console_sessions WHERE ${condition}`));
  }
}
