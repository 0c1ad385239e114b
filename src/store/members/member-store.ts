/** Members in the database; each change and its events are one transaction under the account's lock. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RollcallError } from '../../errors.ts';
import type { EventDraft } from '../../events/envelope.ts';
import type { ChangeGuard } from '../../members/account-gate.ts';
import type { MemberChange } from '../../members/change.ts';
import type { FormerMember } from '../../members/identity.ts';
import { type Member, parseMember, type StoredMember } from '../../members/member.ts';
import type {
  Decision,
  MemberSelection,
  MemberStore,
  MemberSubject,
  StoredChange,
} from '../../members/members.ts';
import type { MemberList, MemberPage, MemberQuery, PageOptions } from '../../members/query.ts';
import { userNameKey } from '../../members/user-name.ts';
import { AccountLock } from '../accounts/lock.ts';
import { type Database, parameter, Statement, type Transaction } from '../database/database.ts';
import type { EventLog } from '../events/event-log.ts';
import { INTEGER } from './query-sql.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';
import { MemberSearch } from './search.ts';
import { MemberWriter } from './writer.ts';

/** What is left is counted no further: counting 100,000 members after every batch costs more than the batch. */
const COUNTED_LEFT = 1_000;
/** A few milliseconds of work. */
const BATCH_SIZE = 20;

export class SqlMemberStore implements MemberStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #search: MemberSearch;
  readonly #lock: AccountLock;
  readonly #writer: MemberWriter;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#search = new MemberSearch(database);
    this.#lock = new AccountLock(database);
    this.#writer = new MemberWriter(database);
    this.#statements = prepareStatements(database);
  }

  async find(accountId: string, id: string): Promise<StoredMember | undefined> {
    const row = await this.#statements.byId.first<MemberRow>(this.#database, { account: accountId, id });
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
        const found = await this.#look(trx, accountId, subject);
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
    const { page, left } = this.#statements[selection];
    // What the service does by itself outlives the token that began it.
    return this.#write({ accountId }, async (trx, pending) => {
      const rows = await page.all<MemberRow>(trx, { account: accountId, limit });
      for (const [index, row] of rows.entries()) {
        await yieldToEventLoop(index);
        const member = toStored(row);
        await this.#apply(trx, { member, former: undefined }, decide(parseMember(member)), pending);
      }
      if (rows.length < limit) return 0;
      const counted = await left.first<{ total: number }>(trx, { account: accountId, limit: COUNTED_LEFT });
      return counted?.total ?? 0;
    });
  }

  expireTombstones(accountId: string): Promise<void> {
    return this.#database.write(trx => this.#writer.removeTombstones(trx, accountId), accountId);
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
      if ('check' in guard) await this.#lock.take(trx, guard);
      else await this.#lock.takeUnguarded(trx, accountId);
      const done = await work(trx, pending);
      const hasEvents = pending.events.length > 0;
      if (hasEvents) await this.#events.append(trx, accountId, pending.events, pending.membersDelta);
      return { result: done, hasEvents };
    }, accountId);
    if (hasEvents) this.#events.announce();
    return result;
  }

  async #look(trx: Transaction, account: string, subject: MemberSubject): Promise<Found> {
    const row = await this.#read(trx, account, subject);
    if (row) return { member: toStored(row), former: undefined };
    const isNew = subject.kind !== 'id';
    return {
      member: undefined,
      former: isNew ? await this.#writer.findFormer(trx, account, subject.userName) : undefined,
    };
  }

  /** The members with these userNames, present or former, by the folded name; in two statements for all of them. */
  async #loadMany(
    trx: Transaction,
    accountId: string,
    changes: readonly { readonly userName: string }[],
  ): Promise<Map<string, Found>> {
    const keys = [...new Set(changes.map(({ userName }) => userNameKey(userName)))];
    const formers = await this.#writer.findFormerMembers(trx, accountId, keys);
    const found = new Map<string, Found>(
      keys.map(key => [key, { member: undefined, former: formers.get(key) }]),
    );
    const rows = await trx.all<MemberRow & { user_name_key: string }>(
      `SELECT ${READ_COLUMNS.join()}, user_name_key FROM members
        WHERE account_id = ? AND user_name_key IN (${keys.map(() => '?').join()})`,
      [accountId, ...keys],
    );
    for (const row of rows) found.set(row.user_name_key, { member: toStored(row), former: undefined });
    return found;
  }

  #read(trx: Transaction, account: string, subject: MemberSubject): Promise<MemberRow | undefined> {
    switch (subject.kind) {
      case 'id':
        return this.#statements.byId.first(trx, { account, id: subject.id });
      case 'userName':
        return this.#statements.byUserName.first(trx, { account, key: userNameKey(subject.userName) });
      case 'new':
        return Promise.resolve(undefined);
    }
  }

  async #apply(
    trx: Transaction,
    found: Found,
    change: MemberChange,
    pending: PendingEvents,
  ): Promise<StoredChange> {
    const { before, after, events } = change;
    if (before === after) return { outcome: 'unchanged', member: found.member };
    const member = await this.#writer.write(trx, change);
    pending.events.push(...events);
    if (!before) {
      pending.membersDelta += 1;
      if (after && found.former !== undefined) await this.#writer.removeTombstone(trx, after);
      return { outcome: 'created', member };
    }
    if (!after) {
      pending.membersDelta -= 1;
      await this.#writer.addTombstone(trx, before);
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
    const holder = await this.#statements.byUserName.first<MemberRow>(this.#database, {
      account: accountId,
      key: userNameKey(userName),
    });
    if (!holder) return undefined;
    return new RollcallError(
      'uniqueness',
      `userName ${JSON.stringify(userName)} already belongs to member ${holder.id} in this account; the identity provider should look it up with filter=userName eq ${JSON.stringify(userName)} and update that member.`,
      { cause },
    );
  }
}

/** SQLite answers at once: without a break a long transaction would keep every reader waiting to its end. */
async function yieldToEventLoop(index: number): Promise<void> {
  if (index % BATCH_SIZE === 0) await nextTurn();
}

/** The events of a transaction, and by how many members it changes the count. */
interface PendingEvents {
  readonly events: EventDraft[];
  membersDelta: number;
}

interface Found {
  readonly member: StoredMember | undefined;
  /** The last member with the userName, when no present one has it. */
  readonly former: FormerMember | undefined;
}

const NOT_FOUND: Found = { member: undefined, former: undefined };

function orRefusal(decide: () => MemberChange): MemberChange | RollcallError {
  try {
    return decide();
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
}

function prepareStatements({ build, dialect }: Database) {
  const members = () => build('members').select(READ_COLUMNS);
  const where = (condition: string) => ({
    page: new Statement<'account' | 'limit'>(
      build.raw(
        `SELECT ${READ_COLUMNS.join(', ')} FROM members WHERE account_id = ?${condition} ORDER BY id LIMIT ${INTEGER[dialect]}`,
        [parameter('account'), parameter('limit')],
      ),
    ),
    left: new Statement<'account' | 'limit'>(
      build.raw(
        `SELECT count(*) AS total FROM (SELECT 1 FROM members WHERE account_id = ?${condition} LIMIT ${INTEGER[dialect]}) counted`,
        [parameter('account'), parameter('limit')],
      ),
    ),
  });
  return {
    byId: new Statement<'account' | 'id'>(
      members().where({ account_id: parameter('account'), id: parameter('id') }),
    ),
    byUserName: new Statement<'account' | 'key'>(
      members().where({ account_id: parameter('account'), user_name_key: parameter('key') }),
    ),
    all: where(''),
    activeOfProvider: where(" AND active = 1 AND managed_by = 'idp' AND protected = 0"),
  };
}
