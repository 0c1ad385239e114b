/** Which rows a caller may see who is limited to some accounts. */
import type { SqlValue } from './database.ts';

/**
 * SQL to add to a condition on a table with `account_id`.
 * @param among accounts; nothing: all of them. Rows of no account, such as pings, are seen by everybody
 */
export function withinAccess(among: readonly string[] | null | undefined): {
  readonly sql: string;
  readonly bindings: readonly SqlValue[];
} {
  if (!among) return { sql: '', bindings: [] };
  const accounts = ['', ...among];
  return { sql: ` AND account_id IN (${accounts.map(() => '?').join()})`, bindings: accounts };
}
