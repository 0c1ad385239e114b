/** How long the service has been up, and what its clock has shown meanwhile. */
import type { UptimeMark, UptimeStore } from '../../uptime.ts';
import type { Database } from '../database/database.ts';

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
      'SELECT max(uptime) AS longest FROM uptime_marks',
      [],
    );
    return row?.longest ?? 0;
  }

  async addMark({ uptimeMs, clock }: UptimeMark, keepFrom: number): Promise<void> {
    const [low, high] = this.#datesByDatabase
      ? [`LEAST(CAST(? AS BIGINT), ${DATABASE_NOW})`, `GREATEST(CAST(? AS BIGINT), ${DATABASE_NOW})`]
      : ['CAST(? AS BIGINT)', 'CAST(? AS BIGINT)'];
    await this.#database.write(async trx => {
      await trx.all(
        `INSERT INTO uptime_marks (uptime, clock_low, clock_high, head)
         SELECT CAST(? AS BIGINT), ${low}, ${high}, head FROM feed`,
        [uptimeMs, clock.low, clock.high],
      );
      await trx.all('DELETE FROM uptime_marks WHERE uptime < ?', [keepFrom]);
    });
  }

  async since(uptimeMs: number): ReturnType<UptimeStore['since']> {
    const [row] = await this.#database.all<{ low: number | null; high: number | null; head: number | null }>(
      `WITH mark AS (SELECT max(uptime) AS uptime FROM uptime_marks WHERE uptime <= ?)
       SELECT (SELECT min(head) FROM uptime_marks WHERE uptime = mark.uptime) AS head,
              (SELECT min(clock_low) FROM uptime_marks WHERE uptime > mark.uptime) AS low,
              (SELECT max(clock_high) FROM uptime_marks WHERE uptime > mark.uptime) AS high
         FROM mark`,
      [uptimeMs],
    );
    if (!row || row.head === null) return undefined;
    const { head, low, high } = row;
    return { head, clock: low === null || high === null ? undefined : { low, high } };
  }
}

const DATABASE_NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
