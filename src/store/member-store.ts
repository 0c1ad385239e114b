/** Members in the database; each change and its events are one transaction under the account's lock. */
import { RollcallError } from '../errors.ts';
import {
  elementsOf,
  emailOf,
  fold,
  type ManagedBy,
  type Member,
  parseMember,
  type StoredMember,
} from '../members/member.ts';
import type { MemberChange } from '../members/member-change.ts';
import type { MemberPage, MemberQuery, PageKey } from '../members/member-query.ts';
import type { MemberStore } from '../members/members.ts';
import {
  type Database,
  parameter,
  parameters,
  type SqlValue,
  Statement,
  type Transaction,
} from './database.ts';
import type { EventLog } from './event-log.ts';
import { conditionFor, INTEGER, orderFor, type SqlCondition, TEXT } from './member-query-sql.ts';
import { searchDocument } from './search-document.ts';

export const READ_COLUMNS = [
  'id',
  'account_id',
  'attributes',
  'version',
  'managed_by',
  'created_at',
  'modified_at',
  'activated_at',
] as const;
const KEY_COLUMNS = ['user_name_key', 'external_id', 'email_key', 'active'] as const;
const ALL_COLUMNS = [...READ_COLUMNS, ...KEY_COLUMNS, 'search'] as const;
const CHANGING_COLUMNS = [
  'attributes',
  'search',
  'version',
  'managed_by',
  'modified_at',
  'activated_at',
] as const;

const LARGEST_PAGE_BYTES = 16_777_216;

export interface MemberRow {
  id: string;
  account_id: string;
  attributes: string;
  version: number;
  managed_by: string;
  created_at: number;
  modified_at: number;
  activated_at: number | null;
}

export class SqlMemberStore implements MemberStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#statements = prepareStatements(database);
  }

  async find(accountId: string, id: string): Promise<StoredMember | undefined> {
    const row = await this.#statements.byId.first<MemberRow>(this.#database, { account: accountId, id });
    return row && toStored(row);
  }

  async search(accountId: string, query: MemberQuery): Promise<MemberPage> {
    const condition = query.filter && conditionFor(query.filter, accountId, this.#database.dialect);
    const where: SqlCondition = {
      text: `account_id = ${TEXT[this.#database.dialect]}${condition ? ` AND ${condition.text}` : ''}`,
      bindings: [accountId, ...(condition?.bindings ?? [])],
    };
    const { rows, before, after } = await this.#page(where, query);
    const offset = query.start.kind === 'offset' ? query.start.offset : undefined;
    const isWholeRest =
      offset !== undefined && !after && query.limit > 0 && (rows.length > 0 || offset === 0);
    const total = isWholeRest
      ? offset + rows.length
      : condition
        ? await this.#count(where)
        : await this.#countAll(accountId);
    return { total, members: rows.map(toStored), before, after };
  }

  async change(
    accountId: string,
    id: string | undefined,
    decide: (current: Member | undefined) => MemberChange,
  ): Promise<StoredMember | undefined> {
    let wanted: MemberChange | undefined;
    let wrote = false;
    try {
      const stored = await this.#database.write(async trx => {
        // The account's row is every writer's first lock: one order, no deadlocks, sequences without gaps.
        if (this.#database.dialect === 'postgres')
          await this.#statements.lockAccount.all(trx, { account: accountId });
        const row = id && (await this.#statements.byId.first<MemberRow>(trx, { account: accountId, id }));
        wanted = decide(row ? parseMember(toStored(row)) : undefined);
        if (wanted.events.length === 0) return row ? toStored(row) : undefined;
        wrote = true;
        return await this.#apply(trx, accountId, wanted);
      });
      if (wrote) this.#events.announce();
      return stored;
    } catch (error) {
      if (wanted?.after && this.#database.isUniqueViolation(error)) {
        throw (await this.#userNameTaken(accountId, wanted.after.attributes.userName, error)) ?? error;
      }
      throw error;
    }
  }

  async #apply(trx: Transaction, accountId: string, change: MemberChange): Promise<StoredMember | undefined> {
    const { before, after, events } = change;
    if (!after) {
      if (!before) throw new Error('a change has a before or an after');
      await this.#statements.remove.all(trx, { account: accountId, id: before.id });
      await this.#statements.forgetEmails.all(trx, { account: accountId, id: before.id });
      await this.#events.append(trx, accountId, events, -1);
      return undefined;
    }
    const columns = toColumns(after);
    if (before) {
      // Naming an indexed column in SET rewrites its index entry, even with the same value.
      const keysBefore = keysOf(before);
      const isMoved = KEY_COLUMNS.some(name => keysBefore[name] !== columns[name]);
      const update = isMoved ? this.#statements.updateWithKeys : this.#statements.update;
      await update.all(trx, { ...columns, key_account: accountId, key_id: after.id });
    } else {
      await this.#statements.insert.all(trx, columns);
    }
    await this.#rememberEmails(trx, before, after);
    await this.#events.append(trx, accountId, events, before ? 0 : 1);
    return toStored(columns);
  }

  async #rememberEmails(trx: Transaction, before: Member | undefined, after: Member): Promise<void> {
    const known = before ? emailKeys(before) : [];
    const wanted = emailKeys(after);
    if (JSON.stringify(known) === JSON.stringify(wanted)) return;
    if (known.length > 0)
      await this.#statements.forgetEmails.all(trx, { account: after.accountId, id: after.id });
    for (const value of wanted) {
      await this.#statements.rememberEmail.all(trx, {
        account_id: after.accountId,
        member_id: after.id,
        value_key: value,
      });
    }
  }

  async #page(
    where: SqlCondition,
    { sort, start, limit }: MemberQuery,
  ): Promise<Pick<MemberPage, 'before' | 'after'> & { rows: MemberRow[] }> {
    if (limit === 0) return { rows: [], before: undefined, after: undefined };
    const backwards = start.kind === 'before';
    const order = orderFor(sort, backwards, this.#database.dialect);
    const beyond = start.kind === 'offset' ? undefined : order.beyond(start.key);
    // One row more than asked for tells whether there is a next page.
    const found = await this.#database.all<MemberRow & { sort_value: PageKey['value'] }>(
      `SELECT ${READ_COLUMNS.join(', ')}, ${order.value} AS sort_value FROM members
        WHERE ${where.text}${beyond ? ` AND ${beyond.text}` : ''} ORDER BY ${order.orderBy} LIMIT ${INTEGER[this.#database.dialect]} OFFSET ${INTEGER[this.#database.dialect]}`,
      [...where.bindings, ...(beyond?.bindings ?? []), limit + 1, start.kind === 'offset' ? start.offset : 0],
    );
    const rows = withinBytes(found.slice(0, limit));
    const hasMore = found.length > rows.length;
    if (backwards) rows.reverse();
    const keyOf = (row: (typeof rows)[number] | undefined) => row && { value: row.sort_value, id: row.id };
    const isFirst = start.kind === 'offset' ? start.offset === 0 : backwards && !hasMore;
    return {
      rows,
      before: isFirst ? undefined : keyOf(rows[0]),
      after: hasMore || backwards ? keyOf(rows.at(-1)) : undefined,
    };
  }

  async #count(where: SqlCondition): Promise<number> {
    const [row] = await this.#database.all<{ total: number }>(
      `SELECT count(*) AS total FROM members WHERE ${where.text}`,
      where.bindings,
    );
    return row?.total ?? 0;
  }

  /** A kept count: counting 100,000 rows takes milliseconds that every first page would pay. */
  async #countAll(accountId: string): Promise<number> {
    const row = await this.#statements.memberCount.first<{ member_count: number }>(this.#database, {
      account: accountId,
    });
    return row?.member_count ?? 0;
  }

  /** @returns `undefined` when nobody has the userName: then something else is wrong, and it is ours. */
  async #userNameTaken(
    accountId: string,
    userName: string,
    cause: unknown,
  ): Promise<RollcallError | undefined> {
    const holder = await this.#statements.byUserName.first<{ id: string }>(this.#database, {
      account: accountId,
      key: fold(userName),
    });
    if (!holder) return undefined;
    return new RollcallError(
      'uniqueness',
      `userName ${JSON.stringify(userName)} already belongs to member ${holder.id} in this account; the identity provider should look it up with filter=userName eq ${JSON.stringify(userName)} and update that member.`,
      { cause },
    );
  }
}

type UpdateParameter = (typeof ALL_COLUMNS)[number] | 'key_account' | 'key_id';

function prepareStatements({ build }: Database) {
  const updating = (columns: readonly string[]) =>
    build('members')
      .where({ account_id: parameter('key_account'), id: parameter('key_id') })
      .update(parameters(columns));
  const one = { account_id: parameter('account'), id: parameter('id') };
  return {
    lockAccount: new Statement<'account'>(
      build('accounts')
        .select('id')
        .where({ id: parameter('account') })
        .forUpdate(),
    ),
    memberCount: new Statement<'account'>(
      build('accounts')
        .select('member_count')
        .where({ id: parameter('account') }),
    ),
    byId: new Statement<'account' | 'id'>(build('members').select(READ_COLUMNS).where(one)),
    byUserName: new Statement<'account' | 'key'>(
      build('members')
        .select('id')
        .where({ account_id: parameter('account'), user_name_key: parameter('key') }),
    ),
    insert: new Statement<(typeof ALL_COLUMNS)[number]>(build('members').insert(parameters(ALL_COLUMNS))),
    update: new Statement<UpdateParameter>(updating(CHANGING_COLUMNS)),
    updateWithKeys: new Statement<UpdateParameter>(updating([...CHANGING_COLUMNS, ...KEY_COLUMNS])),
    remove: new Statement<'account' | 'id'>(build('members').where(one).delete()),
    rememberEmail: new Statement<'account_id' | 'member_id' | 'value_key'>(
      build('member_emails').insert(parameters(['account_id', 'member_id', 'value_key'])),
    ),
    forgetEmails: new Statement<'account' | 'id'>(
      build('member_emails')
        .where({ account_id: parameter('account'), member_id: parameter('id') })
        .delete(),
    ),
  };
}

export function toStored(row: MemberRow): StoredMember {
  return {
    id: row.id,
    accountId: row.account_id,
    attributesJson: row.attributes,
    version: row.version,
    managedBy: row.managed_by as ManagedBy, // written by toColumns alone
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    activatedAt: row.activated_at,
  };
}

function toColumns(member: Member): Record<(typeof ALL_COLUMNS)[number], SqlValue> & MemberRow {
  const { attributes } = member;
  return {
    id: member.id,
    account_id: member.accountId,
    attributes: asciiJson(attributes),
    version: member.version,
    managed_by: member.managedBy,
    created_at: member.createdAt,
    modified_at: member.modifiedAt,
    activated_at: member.activatedAt,
    ...keysOf(member),
    search: searchDocument(attributes),
  };
}

/** What a member is found by. */
function keysOf({ attributes }: Member): Record<(typeof KEY_COLUMNS)[number], SqlValue> {
  const externalId = attributes['externalId'];
  const email = emailOf(attributes);
  return {
    user_name_key: fold(attributes.userName),
    external_id: typeof externalId === 'string' ? externalId : null,
    email_key: email === undefined ? null : fold(email),
    active: Number(attributes.active),
  };
}

/** A page may be shorter than asked for (RFC 7644 §3.4.2.4), but holds at least one member. */
function withinBytes<Row extends MemberRow>(rows: readonly Row[]): Row[] {
  let length = 0;
  const end = rows.findIndex((row, index) => {
    length += row.attributes.length;
    return index > 0 && length > LARGEST_PAGE_BYTES;
  });
  return end < 0 ? [...rows] : rows.slice(0, end);
}

/** The distinct folded values of `emails`. */
function emailKeys({ attributes }: Member): string[] {
  const values = elementsOf(attributes['emails']).map(email => email['value']);
  return [...new Set(values.filter(value => typeof value === 'string').map(fold))];
}

/**
 * JSON whose other characters are escaped: one character above U+00FF would make JavaScript hold a whole page of
 * members as two-byte text, at twice the cost of sending it.
 */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
