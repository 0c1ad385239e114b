/** Members whose userName became another's when the comparison of userNames changed (migration 0010). */

import { userNameKey } from '../../members/identity/user-name.ts';
import type { MemberAttributes } from '../../members/member.ts';
import { lockAccount } from '../accounts/lock.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

export interface UserNameClash {
  readonly accountId: string;
  /** Cannot be found by its userName. */
  readonly memberId: string;
  /** The member that is found by the userName; `null` when there is none any more. */
  readonly holderId: string | null;
}

interface ClashingRow {
  account_id: string;
  id: string;
  attributes: string;
}

const CLASHING = sql`SELECT account_id, id, attributes FROM members WHERE user_name_clash = 1`;

/** All that are left, in the order of accounts and ids. Changes nothing. */
export async function userNameClashes(database: Pick<Database, 'all'>): Promise<readonly UserNameClash[]> {
  const clashes: UserNameClash[] = [];
  for (const row of await database.all<ClashingRow>(sql`${CLASHING} ORDER BY account_id, id`)) {
    const holderId = (await holderOf(database, row)) ?? null;
    clashes.push({ accountId: row.account_id, memberId: row.id, holderId });
  }
  return clashes;
}

/**
 * Gives their userName to the members whose rival is gone.
 * @returns those who still have one
 */
export async function resolveUserNameClashes(database: Database): Promise<readonly UserNameClash[]> {
  const clashes = await userNameClashes(database);
  for (const { accountId, memberId } of clashes.filter(({ holderId }) => holderId === null)) {
    await database.write(async trx => {
      await lockAccount(trx, database.dialect, accountId);
      const [row] = await trx.all<ClashingRow>(
        sql`${CLASHING} AND account_id = ${accountId} AND id = ${memberId}`,
      );
      if (!row || (await holderOf(trx, row)) !== undefined) return;
      await trx.all(
        sql`UPDATE members SET user_name_key = ${keyOf(row)}, user_name_clash = 0
             WHERE account_id = ${accountId} AND id = ${memberId}`,
      );
    });
  }
  return userNameClashes(database);
}

async function holderOf(database: Pick<Database, 'all'>, row: ClashingRow): Promise<string | undefined> {
  const [holder] = await database.all<{ id: string }>(
    sql`SELECT id FROM members
         WHERE account_id = ${row.account_id} AND user_name_key = ${keyOf(row)} AND id <> ${row.id}`,
  );
  return holder?.id;
}

const keyOf = ({ attributes }: ClashingRow): string =>
  userNameKey((JSON.parse(attributes) as MemberAttributes).userName); // we wrote this JSON ourselves
