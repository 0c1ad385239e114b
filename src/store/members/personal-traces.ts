/** What is kept of a person beside the events: words in the provisioning log, and what receivers of webhooks answered. */
import type { PersonNames } from '../../members/erasure.ts';
import { type Database, searching } from '../database/database.ts';
import { SWEEP_SCOPE, sweepRows } from '../database/row-sweep.ts';
import { BEFORE_ALL_IDS } from '../database/shared-sql.ts';
import { list, type Sql, sql } from '../database/sql.ts';
import { entryNames } from '../provisioning-log/entry-rows.ts';

/** Bindings of one statement. */
const NAMES_TOGETHER = 100;

const ERASE = sql`UPDATE log_entries SET user_name = NULL, external_id = NULL, detail = NULL, search = NULL,
                 unknown_names = '[]', meaning = 'erased'`;
const NOT_ERASED = sql`(user_name IS NOT NULL OR external_id IS NOT NULL OR detail IS NOT NULL OR search IS NOT NULL
                     OR unknown_names <> '[]' OR meaning <> 'erased')`;

/**
 * The answer of a receiver may repeat what it was sent.
 * @param memberId of the member whose events it was sent; without one, of any
 */
export const clearResponses = (database: Database, accountId: string, memberId?: string): Promise<void> =>
  sweepRows(database, {
    accountId,
    table: sql`delivery_attempts`,
    order: sql`first_sequence`,
    from: -1,
    range: sql`account_id = ${accountId}`,
    matches:
      memberId === undefined
        ? sql`response IS NOT NULL`
        : sql`response IS NOT NULL
              AND EXISTS (SELECT 1 FROM events
                           WHERE events.account_id = delivery_attempts.account_id AND subject = ${memberId}
                             AND sequence BETWEEN first_sequence AND last_sequence)`,
    change: sql`UPDATE delivery_attempts SET response = NULL`,
  });

/**
 * Takes a person out of the provisioning log as it is written: what happened stays, and whom it happened to does not.
 * The caller lets the log write first what still waits.
 * @param names all they were known by; those in their own entries are found here
 */
export async function eraseLog(
  database: Database,
  accountId: string,
  memberId: string,
  names: PersonNames,
): Promise<void> {
  const known = await searching(database, SWEEP_SCOPE).all<{
    user_name: string | null;
    external_id: string | null;
  }>(
    sql`SELECT DISTINCT user_name, external_id FROM log_entries WHERE account_id = ${accountId} AND about = ${memberId}`,
  );
  const isText = (name: string | null): name is string => name !== null;
  const userNames = [...known.map(({ user_name }) => user_name).filter(isText), ...names.userNames];
  const externalIds = [...known.map(({ external_id }) => external_id).filter(isText), ...names.externalIds];
  const ofAccount = sql`account_id = ${accountId}`;
  const erase = (range: Sql, matches: Sql, change: Sql) =>
    sweepRows(database, {
      accountId,
      table: sql`log_entries`,
      order: sql`id`,
      from: BEFORE_ALL_IDS,
      range,
      matches,
      change,
    });
  const about = (key: string): Sql => sql`${ofAccount} AND about = ${key}`;
  const eraseAll = sql`${ERASE}, about = NULL`;
  // Requests that found no member, or failed, have no member id.
  for (const name of new Set([...userNames.flatMap(entryNames), ...externalIds]))
    await erase(about(name), sql`TRUE`, eraseAll);
  // A request that was refused has no member id, and may hold the person's externalId beside another name.
  for (const some of inPieces([...new Set(externalIds)]))
    await erase(ofAccount, sql`member_id IS NULL AND external_id IN ${list(some)}`, eraseAll);
  // Their own entries at last: when the service ends before, the names are found in them again.
  await erase(about(memberId), NOT_ERASED, ERASE);
}

function* inPieces(names: readonly string[]): Iterable<readonly string[]> {
  for (let start = 0; start < names.length; start += NAMES_TOGETHER)
    yield names.slice(start, start + NAMES_TOGETHER);
}
