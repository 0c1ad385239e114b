/** Reads an account with all its members, and where the feed is, from one committed state. */

import type { StoredMember } from '../../members/member.ts';
import type { AccountState, SnapshotStore } from '../../members/snapshots.ts';
import { type Database, parameter, Statement, type Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';

/** A page is held in memory, as rows and as members. */
const PAGE = 100;
const PAGE_BYTES = 1_048_576;

export class SqlSnapshotStore implements SnapshotStore {
  readonly #database: Database;
  readonly #state: Statement<'account'>;
  readonly #page: Statement<'account' | 'after'>;

  constructor(database: Database) {
    this.#database = database;
    const { build } = database;
    this.#state = new Statement(
      build('accounts')
        .crossJoin(build.raw('feed'))
        .select('last_sequence', 'epoch', 'head')
        .where('accounts.id', parameter('account')),
    );
    this.#page = new Statement(
      build.raw(
        `${fittingRows({
          table: 'members',
          where: 'account_id = ? AND id > ?',
          keys: 'account_id, id',
          text: 'attributes',
          orderBy: 'id',
          limit: PAGE,
          maxBytes: PAGE_BYTES,
        })} SELECT ${READ_COLUMNS.join(', ')} FROM fitting JOIN members USING (account_id, id) ORDER BY id`,
        [parameter('account'), parameter('after')],
      ),
    );
  }

  withState<T>(accountId: string, use: (state: AccountState | undefined) => Promise<T>): Promise<T> {
    return this.#database.snapshot(async read => {
      const row = await this.#state.first<{ last_sequence: number; epoch: string; head: number }>(read, {
        account: accountId,
      });
      if (!row) return await use(undefined);
      const { last_sequence: lastSequence, epoch, head } = row;
      return await use({ lastSequence, epoch, head, members: this.#members(read, accountId) });
    });
  }

  async *#members(read: Transaction, account: string): AsyncGenerator<readonly StoredMember[]> {
    for (let after = ''; ; ) {
      const rows = await this.#page.all<MemberRow>(read, { account, after });
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(toStored);
      after = last.id;
    }
  }
}
