/** Members in the database; each change and its events are one transaction under the account's lock. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RollcallError } from '../../base/errors.ts';
import type { EventDraft } from '../../events/envelope.ts';
import type { ChangeGuard } from '../../members/account-gate.ts';
import type { MemberChange } from '../../members/change.ts';
import type { FormerMember } from '../../members/identity/identity.ts';
import { userNameKey } from '../../members/identity/user-name.ts';
import { type Member, parseMember, type StoredMember } from '../../members/member.ts';
import type {
  Decision,
  MemberSelection,
  MemberStore,
  MemberSubject,
  StoredChange,
} from '../../members/members.ts';
import type { MemberList, MemberPage, MemberQuery, PageOptions } from '../../members/query.ts';
import { lockAccount, lockGuarded } from '../accounts/lock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { asInteger } from '../database/shared-sql.ts';
import { list, NOTHING, type Sql, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';
import { MemberSearch } from './search.ts';
import {
  addTombstone,
  findFormer,
  findFormerMembers,
  removeTombstone,
  removeTombstones,
  writeMember,
} from './writer.ts';

/** What is left is counted no further: counting 100,000 members after every batch costs more than the batch. */
const COUNTED_LEFT = 1_000;
/** A few milliseconds of work. */
const BATCH_SIZE = 20;

const SELECT = sql`SELECT ${READ_COLUMNS.names} FROM members`;
const SELECTIONS: Readonly<Record<MemberSelection, Sql>> = {
  all: NOTHING,
  activeOfProvider: sql`AND active = 1 AND managed_by = 'idp' AND protected = 0`,
};

export class SqlMemberStore implements MemberStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #search: MemberSearch;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#search = new MemberSearch(database);
  }

  async find(accountId: string, id: string): Promise<StoredMember | undefined> {
    const row = await findById(this.#database, accountId, id);
    return row && toStored(row);
  }

  search(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberPage> {
    return this.#search.search(accountId, query, options);
  }

  page(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberList> {
    return this.#search.page(accountId, query, options);
  }

  async change(guard: ChangeGuard, subject: MemberSubject, decide: Decision): Promise<StoredChange> {
    const { accountId } = guard;
    let wanted: MemberChange | undefined;
    try {
      return await this.#write(guard, async (trx, pending) => {
        const found = await load(trx, accountId, subject);
        wanted = decide(found.member && parseMember(found.member), found.former);
        return await this.#apply(trx, found, wanted, pending);
      });
    } catch (error) {
      if (wanted?.after && this.#database.isUniqueViolation(error)) {
        throw (await this.#userNameTaken(accountId, wanted.after.attributes.userName, error)) ?? error;
      }
      throw error;
    }
  }

  changeSeveral(
    guard: ChangeGuard,
    changes: readonly { readonly userName: string; readonly decide: Decision }[],
  ): Promise<readonly (StoredChange | RollcallError)[]> {
    const { accountId } = guard;
    return this.#write(guard, async (trx, pending) => {
      const outcomes: (StoredChange | RollcallError)[] = [];
      const found = await this.#loadMany(trx, accountId, changes);
      for (const [index, { userName, decide }] of changes.entries()) {
        await yieldToEventLoop(index);
        const key = userNameKey(userName);
        const before = found.get(key) ?? NOT_FOUND;
        const wanted = orRefusal(() => decide(before.member && parseMember(before.member), before.former));
        // What is refused has written nothing, so the others can go on.
        const outcome =
          wanted instanceof RollcallError ? wanted : await this.#apply(trx, before, wanted, pending);
        outcomes.push(outcome);
        if (!(outcome instanceof RollcallError)) found.set(key, { ...NOT_FOUND, member: outcome.member });
      }
      return outcomes;
    });
  }

  changeWhere(
    accountId: string,
    selection: MemberSelection,
    limit: number,
    decide: (current: Member) => MemberChange,
  ): Promise<number> {
    const selected = sql`account_id = ${accountId} ${SELECTIONS[selection]}`;
    // What the service does by itself outlives the token that began it.
    return this.#write({ accountId }, async (trx, pending) => {
      const rows = await trx.all<MemberRow>(
        sql`${SELECT} WHERE ${selected} ORDER BY id LIMIT ${asInteger(limit)}`,
      );
      for (const [index, row] of rows.entries()) {
        await yieldToEventLoop(index);
        const member = toStored(row);
        await this.#apply(trx, { member, former: undefined }, decide(parseMember(member)), pending);
      }
      if (rows.length < limit) return 0;
      const [counted] = await trx.all<{ total: number }>(
        sql`SELECT count(*) AS total
              FROM (SELECT 1 FROM members WHERE ${selected} LIMIT ${asInteger(COUNTED_LEFT)}) counted`,
      );
      return counted?.total ?? 0;
    });
  }

  expireTombstones(accountId: string): Promise<void> {
    return this.#database.write(trx => removeTombstones(trx, accountId), accountId);
  }

  /** Runs `work` under the account's lock; its events are written with its changes. */
  async #write<T>(
    guard: ChangeGuard | { readonly accountId: string },
    work: (trx: Transaction, pending: PendingEvents) => Promise<T>,
  ): Promise<T> {
    const { accountId } = guard;
    const { result, hasEvents } = await this.#database.write(async trx => {
      // Created for each run: on PostgreSQL a run whose connection breaks is repeated.
      const pending: PendingEvents = { events: [], membersDelta: 0 };
      // The account's row is every writer's first lock: one order, no deadlocks, sequences without gaps.
      if ('check' in guard) await lockGuarded(trx, this.#database.dialect, guard);
      else await lockAccount(trx, this.#database.dialect, accountId);
      const done = await work(trx, pending);
      const hasEvents = pending.events.length > 0;
      if (hasEvents) await this.#events.append(trx, accountId, pending.events, pending.membersDelta);
      return { result: done, hasEvents };
    }, accountId);
    if (hasEvents) this.#events.announce();
    return result;
  }

  /** The members with these userNames, present or former, by the folded name; in two statements for all of them. */
  async #loadMany(
    trx: Transaction,
    accountId: string,
    changes: readonly { readonly userName: string }[],
  ): Promise<Map<string, LoadedMember>> {
    const keys = [...new Set(changes.map(({ userName }) => userNameKey(userName)))];
    const formers = await findFormerMembers(trx, accountId, keys);
    const found = new Map<string, LoadedMember>(
      keys.map(key => [key, { member: undefined, former: formers.get(key) }]),
    );
    const rows = await trx.all<MemberRow & { user_name_key: string }>(
      sql`SELECT ${READ_COLUMNS.names}, user_name_key FROM members
           WHERE account_id = ${accountId} AND user_name_key IN ${list(keys)}`,
    );
    for (const row of rows) found.set(row.user_name_key, { member: toStored(row), former: undefined });
    return found;
  }

  async #apply(
    trx: Transaction,
    found: LoadedMember,
    change: MemberChange,
    pending: PendingEvents,
  ): Promise<StoredChange> {
    const { before, after, events } = change;
    if (before === after) return { outcome: 'unchanged', member: found.member };
    const member = await writeMember(trx, change);
    pending.events.push(...events);
    if (!before) {
      pending.membersDelta += 1;
      if (after && found.former !== undefined) await removeTombstone(trx, after);
      return { outcome: 'created', member };
    }
    if (!after) {
      pending.membersDelta -= 1;
      await addTombstone(trx, before);
      return { outcome: 'removed', member };
    }
    return { outcome: 'updated', member };
  }

  /** @returns `undefined` when no member has the userName: then the fault is ours. */
  async #userNameTaken(
    accountId: string,
    userName: string,
    cause: unknown,
  ): Promise<RollcallError | undefined> {
    const holder = await findByUserName(this.#database, accountId, userName);
    if (!holder) return undefined;
    return new RollcallError(
      'uniqueness',
      `userName ${JSON.stringify(userName)} already belongs to member ${holder.id} in this account; the identity provider should look it up with filter=userName eq ${JSON.stringify(userName)} and update that member.`,
      { cause },
    );
  }
}

/** SQLite answers synchronously: without a break a long transaction would keep every reader waiting to its end. */
async function yieldToEventLoop(index: number): Promise<void> {
  if (index % BATCH_SIZE === 0) await nextTurn();
}

/** The events of a transaction, and by how many members it changes the count. */
interface PendingEvents {
  readonly events: EventDraft[];
  membersDelta: number;
}

interface LoadedMember {
  readonly member: StoredMember | undefined;
  /** The last member with the userName, when no present one has it. */
  readonly former: FormerMember | undefined;
}

const NOT_FOUND: LoadedMember = { member: undefined, former: undefined };

function orRefusal(decide: () => MemberChange): MemberChange | RollcallError {
  try {
    return decide();
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
}

async function load(trx: Transaction, accountId: string, subject: MemberSubject): Promise<LoadedMember> {
  if (subject.kind === 'id') {
    const row = await findById(trx, accountId, subject.id);
    return row ? { ...NOT_FOUND, member: toStored(row) } : NOT_FOUND;
  }
  const row = subject.kind === 'userName' && (await findByUserName(trx, accountId, subject.userName));
  if (row) return { ...NOT_FOUND, member: toStored(row) };
  return { ...NOT_FOUND, former: await findFormer(trx, accountId, subject.userName) };
}

async function findById(on: Transaction, accountId: string, id: string): Promise<MemberRow | undefined> {
  const [row] = await on.all<MemberRow>(sql`${SELECT} WHERE account_id = ${accountId} AND id = ${id}`);
  return row;
}

async function findByUserName(
  on: Transaction,
  accountId: string,
  userName: string,
): Promise<MemberRow | undefined> {
  const [row] = await on.all<MemberRow>(
    sql`${SELECT} WHERE account_id = ${accountId} AND user_name_key = ${userNameKey(userName)}`,
  );
  return row;
}
