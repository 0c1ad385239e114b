/** Members whose userName became another's when the comparison of userNames changed (migration 0010). */
import type { MemberAttributes } from '../../members/member.ts';
import { userNameKey } from '../../members/user-name.ts';
import type { Database } from '../database/database.ts';

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

const CLASHING =
  'SELECT account_id, id, attributes FROM members WHERE user_name_clash = 1 ORDER BY account_id, id';

/** All that are left, in the order of accounts and ids. Changes nothing. */
export async function userNameClashes(database: Pick<Database, 'all'>): Promise<readonly UserNameClash[]> {
  const clashes: UserNameClash[] = [];
  for (const row of await database.all<ClashingRow>(CLASHING, [])) {
    const holderId = (await holderOf(database, row)) ?? null;
    clashes.push({ accountId: row.account_id, memberId: row.id, holderId });
  }
  return clashes;
}

/**
 * Gives their userName to the members whose rival is gone.
 * @returns those who still have one
 */
export async function settleUserNameClashes(database: Database): Promise<readonly UserNameClash[]> {
  const clashes = await userNameClashes(database);
  for (const { accountId, memberId } of clashes.filter(({ holderId }) => holderId === null)) {
    await database.write(async trx => {
      // The account's row is every writer's first lock.
      const lock = database.dialect === 'postgres' ? ' FOR UPDATE' : '';
      await trx.all(`SELECT id FROM accounts WHERE id = ?${lock}`, [accountId]);
      const [row] = await trx.all<ClashingRow>(
        'SELECT account_id, id, attributes FROM members WHERE account_id = ? AND id = ? AND user_name_clash = 1',
        [accountId, memberId],
      );
      if (!row || (await holderOf(trx, row)) !== undefined) return;
      await trx.all(
        'UPDATE members SET user_name_key = ?, user_name_clash = 0 WHERE account_id = ? AND id = ?',
        [keyOf(row), accountId, memberId],
      );
    });
  }
  return userNameClashes(database);
}

async function holderOf(database: Pick<Database, 'all'>, row: ClashingRow): Promise<string | undefined> {
  const [holder] = await database.all<{ id: string }>(
    'SELECT id FROM members WHERE account_id = ? AND user_name_key = ? AND id <> ?',
    [row.account_id, keyOf(row), row.id],
  );
  return holder?.id;
}

const keyOf = ({ attributes }: ClashingRow): string =>
  userNameKey((JSON.parse(attributes) as MemberAttributes).userName); // we wrote this JSON ourselves
