/** How long the service has been up, and what its clock has shown meanwhile. */
import type { UptimeMark, UptimeStore } from '../../base/uptime.ts';
import type { Database } from '../database/database.ts';
import { asInteger, POSTGRES_NOW } from '../database/shared-sql.ts';
import { sql } from '../database/sql.ts';

export class SqlUptimeStore implements UptimeStore {
  readonly #database: Database;
  readonly #datesByDatabase: boolean;

  /** @param datesByDatabase whether deliveries carry the dates of the database's own clock */
  constructor(database: Database, datesByDatabase: boolean) {
    this.#database = database;
    this.#datesByDatabase = datesByDatabase;
  }

  async longest(): Promise<number> {
    const [row] = await this.#database.all<{ longest: number | null }>(
      sql`SELECT max(uptime) AS longest FROM uptime_marks`,
    );
    return row?.longest ?? 0;
  }

  async addMark({ uptimeMs, clock }: UptimeMark, keepFrom: number): Promise<void> {
    const low = asInteger(clock.low);
    const high = asInteger(clock.high);
    const [lowest, highest] = this.#datesByDatabase
      ? [sql`LEAST(${low}, ${POSTGRES_NOW})`, sql`GREATEST(${high}, ${POSTGRES_NOW})`]
      : [low, high];
    await this.#database.write(async trx => {
      await trx.all(
        sql`INSERT INTO uptime_marks (uptime, clock_low, clock_high, head)
            SELECT ${asInteger(uptimeMs)}, ${lowest}, ${highest}, head FROM feed`,
      );
      await trx.all(sql`DELETE FROM uptime_marks WHERE uptime < ${keepFrom}`);
    });
  }

  async since(uptimeMs: number): ReturnType<UptimeStore['since']> {
    const [row] = await this.#database.all<{ low: number | null; high: number | null; head: number | null }>(
      sql`WITH mark AS (SELECT max(uptime) AS uptime FROM uptime_marks WHERE uptime <= ${uptimeMs})
       SELECT (SELECT min(head) FROM uptime_marks WHERE uptime = mark.uptime) AS head,
              (SELECT min(clock_low) FROM uptime_marks WHERE uptime > mark.uptime) AS low,
              (SELECT max(clock_high) FROM uptime_marks WHERE uptime > mark.uptime) AS high
         FROM mark`,
    );
    if (!row || row.head === null) return undefined;
    const { head, low, high } = row;
    return { head, clock: low === null || high === null ? undefined : { low, high } };
  }
}
