/** Whether a database answers, within a time. */
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

const LIMIT_MS = 2_000;

/**
 * Asks the smallest question there is. While one is under way, all who ask wait for it: a database that is gone would
 * otherwise collect a row of them.
 * @returns what rejects when there is no answer within the limit
 */
export function databaseProbe(database: Pick<Database, 'all'>, limitMs = LIMIT_MS): () => Promise<void> {
  let underWay: Promise<unknown> | undefined;
  return async () => {
    underWay ??= database.all(sql`SELECT 1 AS one`).finally(() => {
      underWay = undefined;
    });
    await answeredWithin(limitMs, underWay);
  };
}

/** @throws when the answer takes longer */
export async function answeredWithin<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
