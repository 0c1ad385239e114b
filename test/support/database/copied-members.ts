/** Large directories for tests: made by requests, a few thousand members take half a minute. */
import type { DatabaseLocation } from '../../../src/config/config.ts';
import { runSql } from './database-contents.ts';

/**
 * Copies the only member of an account until it has so many. A number at the end of its userName is counted on, with
 * six digits. Events are not made, nor what is found of e-mail addresses.
 */
export async function copyMember(
  location: DatabaseLocation,
  accountId: string,
  members: number,
): Promise<void> {
  const renamed = (column: string): string =>
    `replace(${column}, '000000', substr(CAST(1000000 + number AS TEXT), 2))`;
  await runSql(
    location,
    `INSERT INTO members (account_id, id, user_name_key, active, attributes, search, version, managed_by,
                          created_at, modified_at, activated_at, protected)
     WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${members - 1})
     SELECT account_id, substr(id, 1, 24) || CAST(100000000000 + number AS TEXT), ${renamed('user_name_key')}, active,
            ${renamed('attributes')}, search, version, managed_by, created_at, modified_at, activated_at, protected
       FROM members, numbers WHERE account_id = '${accountId}'`,
  );
  await runSql(location, `UPDATE accounts SET member_count = ${members} WHERE id = '${accountId}'`);
}
