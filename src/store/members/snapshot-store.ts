/** Reads an account with all its members, and where the feed is, from one committed state. */

import type { StoredMember } from '../../members/member.ts';
import type { AccountSnapshot, SnapshotStore } from '../../members/snapshots.ts';
import type { Database, Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { BEFORE_ALL_IDS } from '../database/shared-sql.ts';
import { sql } from '../database/sql.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';

/** A page is held in memory, as rows and as members. */
const PAGE = 100;
const PAGE_BYTES = 1_048_576;

export class SqlSnapshotStore implements SnapshotStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  withState<T>(accountId: string, use: (state: AccountSnapshot | undefined) => Promise<T>): Promise<T> {
    return this.#database.snapshot(async read => {
      const [row] = await read.all<{ last_sequence: number; epoch: string; head: number }>(
        sql`SELECT last_sequence, epoch, head FROM accounts CROSS JOIN feed WHERE accounts.id = ${accountId}`,
      );
      if (!row) return await use(undefined);
      const { last_sequence: lastSequence, epoch, head } = row;
      return await use({ lastSequence, epoch, head, members: readMembers(read, accountId) });
    });
  }
}

async function* readMembers(read: Transaction, accountId: string): AsyncGenerator<readonly StoredMember[]> {
  for (let after = BEFORE_ALL_IDS; ; ) {
    const fitting = fittingRows({
      table: sql`members`,
      where: sql`account_id = ${accountId} AND id > ${after}`,
      keys: sql`account_id, id`,
      text: sql`attributes`,
      orderBy: sql`id`,
      limit: PAGE,
      maxBytes: PAGE_BYTES,
    });
    const rows = await read.all<MemberRow>(
      sql`${fitting} SELECT ${READ_COLUMNS.names} FROM fitting JOIN members USING (account_id, id) ORDER BY id`,
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toStored);
    after = last.id;
  }
}
