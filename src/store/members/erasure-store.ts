/** Erases a person: the member, its data in earlier events and answers of receivers, and the tombstone of its userName. */

import type { EventDraft } from '../../events/envelope.ts';
import type { ChangeGuard } from '../../members/account-gate.ts';
import type { ErasureStore, PersonNames, RedactedEvent } from '../../members/erasure.ts';
import { fold, type Member, parseMember } from '../../members/member.ts';
import { lockGuarded } from '../accounts/lock.ts';
import { type Database, searching, type Transaction } from '../database/database.ts';
import { SWEEP_SCOPE } from '../database/row-sweep.ts';
import { type Sql, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { readEventPage, type StoredEvent } from '../events/pages.ts';
import { clearResponses, eraseLog } from './personal-traces.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';
import { deleteMember, removeTombstones } from './writer.ts';

const ERASED = 'team_member.erased';
const ERASED_TEXT = 'The text named a person who was erased.';

/** An account may be called like a member's id; the events about its connection have the account as their subject. */
const about = ({ account, member }: MemberKey): Sql =>
  sql`account_id = ${account} AND subject = ${member} AND type LIKE 'team_member.%'`;

export class SqlErasureStore implements ErasureStore {
  readonly #database: Database;
  readonly #events: EventLog;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
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
      if (current) await deleteMember(trx, current);
      await removeTombstones(trx, accountId, memberId);
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
    await lockGuarded(trx, this.#database.dialect, guard);
    const [row] = await trx.all<MemberRow>(
      sql`SELECT ${READ_COLUMNS.names} FROM members WHERE account_id = ${key.account} AND id = ${key.member}`,
    );
    const [last] = await trx.all<{ type: string }>(
      sql`SELECT type FROM events WHERE ${about(key)} ORDER BY sequence DESC LIMIT 1`,
    );
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
      const events: StoredEvent[] = await readEventPage(search, about(key), after);
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
        await lockGuarded(trx, this.#database.dialect, guard);
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
    const events = await readEventPage(trx, about(key), after);
    for (const { id, body } of events) {
      const redacted = redact(body);
      names.add(redacted);
      if (redacted.body !== body)
        await trx.all(sql`UPDATE events SET body = ${redacted.body} WHERE id = ${id}`);
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
    const [health] = await trx.all<{ last_error: string | null }>(
      sql`SELECT last_error FROM connection_health WHERE account_id = ${account}`,
    );
    const lastError = fold(health?.last_error ?? '');
    if (![...userNames, ...externalIds].some(name => lastError.includes(fold(name)))) return;
    await trx.all(
      sql`UPDATE connection_health SET last_error = ${ERASED_TEXT} WHERE account_id = ${account}`,
    );
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
