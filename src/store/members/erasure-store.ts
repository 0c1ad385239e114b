/** Erases a person: the member, its data in earlier events and answers of receivers, and the tombstone of its userName. */

import type { EventDraft } from '../../events/envelope.ts';
import type { ChangeGuard } from '../../members/account-gate.ts';
import type { ErasureStore, PersonNames, RedactedEvent } from '../../members/erasure.ts';
import { fold, type Member, parseMember } from '../../members/member.ts';
import { AccountLock } from '../accounts/lock.ts';
import { type Database, parameter, Statement, searching, type Transaction } from '../database/database.ts';
import { SWEEP_SCOPE } from '../database/row-sweep.ts';
import type { EventLog } from '../events/event-log.ts';
import { eventPages, type StoredEvent } from '../events/pages.ts';
import { clearResponses, eraseLog } from './personal-traces.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';
import { MemberWriter } from './writer.ts';

const ERASED = 'team_member.erased';
const ERASED_TEXT = 'The text named a person who was erased.';

// An account may be called like a member's id; the events about its connection have the account as their subject.
const ABOUT = "account_id = ? AND subject = ? AND type LIKE 'team_member.%'";
const readPage = eventPages(ABOUT);

export class SqlErasureStore implements ErasureStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #lock: AccountLock;
  readonly #writer: MemberWriter;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#lock = new AccountLock(database);
    this.#writer = new MemberWriter(database);
    this.#statements = prepareStatements(database);
  }

  async erase(
    guard: ChangeGuard,
    memberId: string,
    redact: (body: string) => RedactedEvent,
    eventsOf: (current: Member | undefined) => readonly EventDraft[],
  ): Promise<boolean> {
    const { accountId } = guard;
    const key = { account: accountId, member: memberId };
    const known = await this.#database.write(trx => this.#find(trx, guard, key), accountId);
    if (!known) return false;
    const names = known.isErased ? new Names() : await this.#collectNames(key, redact, known.current);
    // Before the events, in which a repetition finds the names again when the service ends on the way.
    await this.#clearTombstones(key, names);
    if (known.isErased) return true;
    const last = await this.#redactEvents(guard, key, redact, names);
    const isFirst = await this.#database.write(async trx => {
      const now = await this.#find(trx, guard, key);
      if (!now || now.isErased) return false;
      const { current } = now;
      // Few: what was written since.
      for (let after: number | undefined = last; after !== undefined; )
        after = await this.#redactPage(trx, key, after, redact, names);
      if (current) await this.#writer.remove(trx, current);
      await this.#writer.removeTombstones(trx, accountId, memberId);
      await this.#eraseLastError(trx, accountId, names);
      await this.#events.append(trx, accountId, eventsOf(current), current ? -1 : 0);
      return true;
    }, accountId);
    if (isFirst) this.#events.announce();
    // What was logged meanwhile. What receivers answer from now on is not kept: the event says that it must not be.
    await this.#clearTombstones(key, names);
    return true;
  }

  /** `undefined`: there never was such a member, or no trace of it is left. */
  async #find(
    trx: Transaction,
    guard: ChangeGuard,
    key: MemberKey,
  ): Promise<{ current: Member | undefined; isErased: boolean } | undefined> {
    await this.#lock.take(trx, guard);
    const row = await this.#statements.member.first<MemberRow>(trx, key);
    const last = await this.#statements.lastEvent.first<{ type: string }>(trx, key);
    if (!row && !last) return undefined;
    return { current: row && parseMember(toStored(row)), isErased: !row && last?.type === ERASED };
  }

  /** Every name of the member and of its events. */
  async #collectNames(
    key: MemberKey,
    redact: (body: string) => RedactedEvent,
    current: Member | undefined,
  ): Promise<Names> {
    const names = new Names();
    if (current) {
      const { userName, externalId } = current.attributes;
      names.add({ userNames: [userName], externalIds: typeof externalId === 'string' ? [externalId] : [] });
    }
    const search = searching(this.#database, SWEEP_SCOPE);
    for (let after: number | undefined = 0; after !== undefined; ) {
      const events: StoredEvent[] = await readPage(search, [key.account, key.member], after);
      for (const { body } of events) names.add(redact(body));
      after = events.at(-1)?.sequence;
    }
    return names;
  }

  /** @returns the sequence of the last event */
  async #redactEvents(
    guard: ChangeGuard,
    key: MemberKey,
    redact: (body: string) => RedactedEvent,
    names: Names,
  ): Promise<number> {
    for (let after = 0; ; ) {
      const last = await this.#database.write(async trx => {
        await this.#lock.take(trx, guard);
        return this.#redactPage(trx, key, after, redact, names);
      }, key.account);
      if (last === undefined) return after;
      after = last;
    }
  }

  /** @returns the sequence of the last event of the page; `undefined` when it was empty */
  async #redactPage(
    trx: Transaction,
    key: MemberKey,
    after: number,
    redact: (body: string) => RedactedEvent,
    names: Names,
  ): Promise<number | undefined> {
    const events = await readPage(trx, [key.account, key.member], after);
    for (const { id, body } of events) {
      const redacted = redact(body);
      names.add(redacted);
      if (redacted.body !== body) await this.#statements.rewrite.all(trx, { id, body: redacted.body });
    }
    return events.at(-1)?.sequence;
  }

  async #clearTombstones({ account, member }: MemberKey, names: PersonNames): Promise<void> {
    await eraseLog(this.#database, account, member, names);
    await clearResponses(this.#database, account, member);
  }

  /** The connection's last error is text, which may name the person. */
  async #eraseLastError(
    trx: Transaction,
    account: string,
    { userNames, externalIds }: PersonNames,
  ): Promise<void> {
    const health = await this.#statements.lastError.first<{ last_error: string | null }>(trx, { account });
    const lastError = fold(health?.last_error ?? '');
    if (![...userNames, ...externalIds].some(name => lastError.includes(fold(name)))) return;
    await this.#statements.clearLastError.all(trx, { account, text: ERASED_TEXT });
  }
}

/** Names that were found, each once. */
class Names implements PersonNames {
  readonly #userNames = new Set<string>();
  readonly #externalIds = new Set<string>();

  get userNames(): readonly string[] {
    return [...this.#userNames];
  }

  get externalIds(): readonly string[] {
    return [...this.#externalIds];
  }

  add({ userNames, externalIds }: PersonNames): void {
    for (const name of userNames) this.#userNames.add(name);
    for (const externalId of externalIds) this.#externalIds.add(externalId);
  }
}

interface MemberKey {
  readonly account: string;
  readonly member: string;
}

function prepareStatements({ build }: Database) {
  const key = [parameter('account'), parameter('member')];
  return {
    member: new Statement<'account' | 'member'>(
      build('members')
        .select(READ_COLUMNS)
        .where({ account_id: parameter('account'), id: parameter('member') }),
    ),
    lastEvent: new Statement<'account' | 'member'>(
      build.raw(`SELECT type FROM events WHERE ${ABOUT} ORDER BY sequence DESC LIMIT 1`, key),
    ),
    rewrite: new Statement<'id' | 'body'>(
      build('events')
        .where({ id: parameter('id') })
        .update({ body: parameter('body') }),
    ),
    lastError: new Statement<'account'>(
      build('connection_health')
        .select('last_error')
        .where({ account_id: parameter('account') }),
    ),
    clearLastError: new Statement<'account' | 'text'>(
      build('connection_health')
        .where({ account_id: parameter('account') })
        .update({ last_error: parameter('text') }),
    ),
  };
}
