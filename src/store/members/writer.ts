/** Writes what was decided about members, inside the transaction of the change and under the account's lock. */
import type { Knex } from 'knex';
import type { MemberChange } from '../../members/change.ts';
import type { FormerMember } from '../../members/identity.ts';
import type { ManagedBy, Member, StoredMember } from '../../members/member.ts';
import { userNameKey } from '../../members/user-name.ts';
import { type Database, parameter, parameters, Statement, type Transaction } from '../database/database.ts';
import {
  ALL_COLUMNS,
  CHANGING_COLUMNS,
  emailKeys,
  formerKey,
  KEY_COLUMNS,
  keysOf,
  toColumns,
  toStored,
} from './rows.ts';

const FORMER_COLUMNS = ['member_id', 'managed_by', 'protected', 'external_id_key'] as const;
const TRACE_COLUMNS = ['account_id', 'name_key', ...FORMER_COLUMNS] as const;

interface FormerRow {
  member_id: string;
  /** `null`: removed by a release that did not remember it. */
  managed_by: string | null;
  protected: number | null;
  external_id_key: string | null;
}

function toFormer(accountId: string, row: FormerRow): FormerMember {
  const { member_id: id, managed_by: managedBy } = row;
  if (managedBy === null) return { id, details: undefined };
  return {
    id,
    details: {
      managedBy: managedBy as ManagedBy, // written by addTombstone alone
      isProtected: row.protected === 1,
      hadExternalId: externalId => formerKey(accountId, externalId) === row.external_id_key,
    },
  };
}

export class MemberWriter {
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database) {
    this.#statements = prepareStatements(database);
  }

  /** @returns the member as it is stored now; `undefined` when it was deleted */
  async write(trx: Transaction, { before, after }: MemberChange): Promise<StoredMember | undefined> {
    if (!after) {
      if (!before) throw new Error('a change has a before or an after');
      await this.remove(trx, before);
      return undefined;
    }
    const columns = toColumns(after);
    if (before) {
      // Naming an indexed column in SET rewrites its index entry, even with the same value.
      const keysBefore = keysOf(before);
      const isMoved = KEY_COLUMNS.some(name => keysBefore[name] !== columns[name]);
      const { updateWithKeys, rename } = this.#statements;
      const isRenamed = before.attributes.userName !== after.attributes.userName;
      const update = isRenamed ? rename : isMoved ? updateWithKeys : this.#statements.update;
      await update.all(trx, { ...columns, key_account: after.accountId, key_id: after.id });
    } else {
      await this.#statements.insert.all(trx, columns);
    }
    await this.#rememberEmails(trx, before, after);
    return toStored(columns);
  }

  async remove(trx: Transaction, { accountId, id }: Member): Promise<void> {
    await this.#statements.remove.all(trx, { account: accountId, id });
    await this.#statements.forgetEmails.all(trx, { account: accountId, id });
  }

  /** The last member with this userName, who was removed. */
  async findFormer(trx: Transaction, accountId: string, userName: string): Promise<FormerMember | undefined> {
    const key = formerKey(accountId, userNameKey(userName));
    const row = await this.#statements.findTombstone.first<FormerRow>(trx, { account: accountId, key });
    return row && toFormer(accountId, row);
  }

  /**
   * The same for many.
   * @param keys folded userNames
   * @returns by them
   */
  async findFormerMembers(
    trx: Transaction,
    accountId: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, FormerMember>> {
    const byHash = new Map(keys.map(key => [formerKey(accountId, key), key]));
    const rows = await trx.all<FormerRow & { name_key: string }>(
      `SELECT name_key, ${FORMER_COLUMNS.join()} FROM former_members
        WHERE account_id = ? AND name_key IN (${keys.map(() => '?').join()})`,
      [accountId, ...byHash.keys()],
    );
    return new Map(rows.map(row => [byHash.get(row.name_key) ?? '', toFormer(accountId, row)]));
  }

  /** Lets the next member with this userName know who had it before. */
  async addTombstone(
    trx: Transaction,
    { accountId, id, attributes, managedBy, isProtected }: Member,
  ): Promise<void> {
    const key = formerKey(accountId, userNameKey(attributes.userName));
    const externalId = attributes['externalId'];
    await this.#statements.removeTombstone.all(trx, { account: accountId, key });
    await this.#statements.remember.all(trx, {
      account_id: accountId,
      name_key: key,
      member_id: id,
      managed_by: managedBy,
      protected: Number(isProtected),
      external_id_key: typeof externalId === 'string' ? formerKey(accountId, externalId) : null,
    });
  }

  /** Ends the trace of a userName: a former member is named once. */
  async removeTombstone(trx: Transaction, { accountId, attributes }: Member): Promise<void> {
    const key = formerKey(accountId, userNameKey(attributes.userName));
    await this.#statements.removeTombstone.all(trx, { account: accountId, key });
  }

  /** @param memberId without it the traces of all members of the account */
  async removeTombstones(trx: Transaction, accountId: string, memberId?: string): Promise<void> {
    if (memberId === undefined) await this.#statements.forgetAll.all(trx, { account: accountId });
    else await this.#statements.forgetMember.all(trx, { account: accountId, member: memberId });
  }

  async #rememberEmails(trx: Transaction, before: Member | undefined, after: Member): Promise<void> {
    const known = before ? emailKeys(before) : [];
    const wanted = emailKeys(after);
    const removed = withoutAll(known, wanted);
    const added = withoutAll(wanted, known);
    const { accountId, id } = after;
    if (removed.length > 0 && removed.length === known.length) {
      await this.#statements.forgetEmails.all(trx, { account: accountId, id });
    } else if (removed.length > 0) {
      await trx.all(
        `DELETE FROM member_emails WHERE account_id = ? AND member_id = ? AND value_key IN (${removed.map(() => '?').join()})`,
        [accountId, id, ...removed],
      );
    }
    // One row has a prepared statement; a thousand share one statement instead of a thousand.
    const [first] = added;
    if (first !== undefined && added.length === 1) {
      await this.#statements.rememberEmail.all(trx, {
        account_id: accountId,
        member_id: id,
        value_key: first,
      });
    } else if (added.length > 0) {
      await trx.all(
        `INSERT INTO member_emails (account_id, member_id, value_key) VALUES ${added.map(() => '(?, ?, ?)').join()}`,
        added.flatMap(value => [accountId, id, value]),
      );
    }
  }
}

function withoutAll(values: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Set(others);
  return values.filter(value => !left.has(value));
}

type UpdateParameter = (typeof ALL_COLUMNS)[number] | 'key_account' | 'key_id';

function prepareStatements({ build }: Database) {
  const updating = (columns: readonly string[], constants: Readonly<Record<string, Knex.Raw>> = {}) =>
    build('members')
      .where({ account_id: parameter('key_account'), id: parameter('key_id') })
      .update({ ...parameters(columns), ...constants });
  const trace = { account_id: parameter('account'), name_key: parameter('key') };
  return {
    insert: new Statement<(typeof ALL_COLUMNS)[number]>(build('members').insert(parameters(ALL_COLUMNS))),
    update: new Statement<UpdateParameter>(updating(CHANGING_COLUMNS)),
    updateWithKeys: new Statement<UpdateParameter>(
      // A member whose userName clashes with another's keeps the key it had, until it is renamed.
      updating([...CHANGING_COLUMNS, ...KEY_COLUMNS].filter(name => name !== 'user_name_key')),
    ),
    rename: new Statement<UpdateParameter>(
      updating([...CHANGING_COLUMNS, ...KEY_COLUMNS], { user_name_clash: build.raw('0') }),
    ),
    remove: new Statement<'account' | 'id'>(
      build('members')
        .where({ account_id: parameter('account'), id: parameter('id') })
        .delete(),
    ),
    rememberEmail: new Statement<'account_id' | 'member_id' | 'value_key'>(
      build('member_emails').insert(parameters(['account_id', 'member_id', 'value_key'])),
    ),
    forgetEmails: new Statement<'account' | 'id'>(
      build('member_emails')
        .where({ account_id: parameter('account'), member_id: parameter('id') })
        .delete(),
    ),
    findTombstone: new Statement<'account' | 'key'>(
      build('former_members').select(FORMER_COLUMNS).where(trace),
    ),
    removeTombstone: new Statement<'account' | 'key'>(build('former_members').where(trace).delete()),
    remember: new Statement<(typeof TRACE_COLUMNS)[number]>(
      build('former_members').insert(parameters(TRACE_COLUMNS)),
    ),
    forgetAll: new Statement<'account'>(
      build('former_members')
        .where({ account_id: parameter('account') })
        .delete(),
    ),
    forgetMember: new Statement<'account' | 'member'>(
      build('former_members')
        .where({ account_id: parameter('account'), member_id: parameter('member') })
        .delete(),
    ),
  };
}
