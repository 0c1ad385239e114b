/** Erases a person: the member, what earlier events and receivers tell of it, and the trace of its userName. */
import type { ChangeGuard } from '../members/account-gate.ts';
import type { ErasureStore, PersonNames, RedactedEvent } from '../members/erasure.ts';
import { fold, type Member, parseMember } from '../members/member.ts';
import type { EventDraft } from '../members/member-event.ts';
import { AccountLock } from './account-lock.ts';
import { type Database, parameter, Statement, type Transaction } from './database.ts';
import type { EventLog } from './event-log.ts';
import { eraseExchanges } from './exchange-store.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './member-rows.ts';
import { MemberWriter } from './member-writer.ts';

/** A page of bodies is held in memory. */
const PAGE = 50;
const ERASED = 'team_member.erased';
const ERASED_TEXT = 'The words named somebody who was erased.';

interface EventRow {
  id: string;
  sequence: number;
  type: string;
  body: string;
}

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
    tell: (current: Member | undefined) => readonly EventDraft[],
  ): Promise<boolean> {
    const { accountId } = guard;
    const key = { account: accountId, member: memberId };
    const outcome = await this.#database.write(async trx => {
      await this.#lock.take(trx, guard);
      const row = await this.#statements.member.first<MemberRow>(trx, key);
      const last = await this.#statements.lastEvent.first<Pick<EventRow, 'type'>>(trx, key);
      if (!row && !last) return 'unknown';
      if (!row && last?.type === ERASED) {
        // What was under way then may have been logged since.
        await this.#statements.clearResponses.all(trx, key);
        await this.#eraseFromLog(trx, key, { userNames: [], externalIds: [] });
        return 'erased before';
      }
      const current = row && parseMember(toStored(row));
      if (current) await this.#writer.remove(trx, current);
      const names = await this.#redactEvents(trx, key, redact);
      await this.#statements.clearResponses.all(trx, key);
      await this.#writer.forgetTraces(trx, accountId, memberId);
      await this.#eraseFromLog(trx, key, names);
      await this.#events.append(trx, accountId, tell(current), current ? -1 : 0);
      return 'erased';
    });
    if (outcome === 'erased') this.#events.announce();
    return outcome !== 'unknown';
  }

  /** @returns every name the events told */
  async #redactEvents(
    trx: Transaction,
    key: MemberKey,
    redact: (body: string) => RedactedEvent,
  ): Promise<PersonNames> {
    const userNames = new Set<string>();
    const externalIds = new Set<string>();
    for (let after = 0; ; ) {
      const rows = await this.#statements.events.all<EventRow>(trx, { ...key, after });
      for (const { id, body } of rows) {
        const redacted = redact(body);
        for (const name of redacted.userNames) userNames.add(name);
        for (const externalId of redacted.externalIds) externalIds.add(externalId);
        await this.#statements.rewrite.all(trx, { id, body: redacted.body });
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return { userNames: [...userNames], externalIds: [...externalIds] };
      after = last.sequence;
    }
  }

  async #eraseFromLog(trx: Transaction, key: MemberKey, names: PersonNames): Promise<void> {
    const { userNames, externalIds } = names;
    await eraseExchanges(trx, key.account, key.member, names);
    // What the connection failed with last is told in words, which may name the person.
    const health = await this.#statements.lastError.first<{ last_error: string | null }>(trx, {
      account: key.account,
    });
    const told = fold(health?.last_error ?? '');
    if (![...userNames, ...externalIds].some(name => told.includes(fold(name)))) return;
    await this.#statements.clearLastError.all(trx, { account: key.account, text: ERASED_TEXT });
  }
}

interface MemberKey {
  readonly account: string;
  readonly member: string;
}

function prepareStatements({ build }: Database) {
  const key = [parameter('account'), parameter('member')];
  // An account may be called like a member's id; the events about its connection have the account as their subject.
  const about = "account_id = ? AND subject = ? AND type LIKE 'team_member.%'";
  return {
    member: new Statement<'account' | 'member'>(
      build('members')
        .select(READ_COLUMNS)
        .where({ account_id: parameter('account'), id: parameter('member') }),
    ),
    lastEvent: new Statement<'account' | 'member'>(
      build.raw(`SELECT type FROM events WHERE ${about} ORDER BY sequence DESC LIMIT 1`, key),
    ),
    events: new Statement<'account' | 'member' | 'after'>(
      build.raw(
        `SELECT id, sequence, body FROM events WHERE ${about} AND sequence > ? ORDER BY sequence LIMIT ${PAGE}`,
        [...key, parameter('after')],
      ),
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
    // What a receiver answered may repeat what it was told.
    clearResponses: new Statement<'account' | 'member'>(
      build.raw(
        `UPDATE delivery_attempts SET response = NULL
          WHERE account_id = ? AND response IS NOT NULL
            AND EXISTS (SELECT 1 FROM events
                         WHERE events.account_id = delivery_attempts.account_id AND subject = ?
                           AND sequence BETWEEN first_sequence AND last_sequence)`,
        key,
      ),
    ),
  };
}
