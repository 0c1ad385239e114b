/** The main app: reads the feed with its cursor while the identity providers work, and acts on each event. */
import { setTimeout as delay } from 'node:timers/promises';
import { describeEvent, firstName, possessive } from './event-words.ts';
import { differencesFrom, type Findings } from './expectation.ts';
import type { Narrator } from './narrator.ts';
import { accountIdOf, CONNECTION_EVENTS, type ExpectedEvent, type TeamEvent } from './team-event.ts';

interface MainAppDependencies {
  readonly url: string;
  readonly token: string;
  /** Account ids and names. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly narrator: Narrator;
  readonly findings: Findings;
  /** Waits so that a person can follow. */
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

interface Page {
  readonly events: readonly TeamEvent[];
  readonly next: string;
  readonly hasMore: boolean;
}

const POLL_MS = 30;
const HEARING_LIMIT_MS = 3_000;
const REQUEST_LIMIT_MS = 10_000;
const EVENT_PAUSE_MS = 160;
/** More news than this at once is told in one line per account and kind. */
const TOLD_ONE_BY_ONE = 6;
/** Odd on purpose, so that the second reading has its page borders elsewhere. */
const SECOND_READING_LIMIT = 7;
/** What an identity provider tries to send in this demo and may never arrive: roles, groups, passwords. */
const NEVER_IN_AN_EVENT = /"(roles|groups|entitlements|userType|password)"|admin|secret/i;

export class MainApp {
  readonly #dependencies: MainAppDependencies;
  readonly #read: TeamEvent[] = [];
  readonly #expected = new Map<string, ExpectedEvent[]>();
  /** Members whose invitation is written but not sent, with their first names. */
  readonly #waiting = new Map<string, string>();
  readonly #invited: string[] = [];
  #told = 0;
  /** Events that were waited for in vain; nobody waits for them again. */
  #givenUp = 0;
  #isReading = false;
  #reading: Promise<void> = Promise.resolve();
  #cursor: string | undefined;
  #failure: Error | undefined;

  constructor(dependencies: MainAppDependencies) {
    this.#dependencies = dependencies;
    for (const id of dependencies.accounts.keys()) this.#expected.set(id, [...CONNECTION_EVENTS]);
  }

  /** First names of those who were sent an invitation. */
  get invited(): readonly string[] {
    return this.#invited;
  }

  get eventsRead(): number {
    return this.#read.length;
  }

  /** The number of the last event of an account. */
  lastNumber(accountId: string): number {
    return Math.max(0, ...this.#read.filter(event => accountIdOf(event) === accountId).map(numberOf));
  }

  startReading(): void {
    this.#isReading = true;
    this.#reading = this.#readUntilStopped().catch(error => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  async stopReading(): Promise<void> {
    this.#isReading = false;
    await this.#reading;
  }

  /** Notes what an account's sequence must go on with; whatever else arrives is a finding. */
  expect(accountId: string, events: readonly ExpectedEvent[]): void {
    this.#expected.get(accountId)?.push(...events);
  }

  /** Waits until everything expected so far has arrived, and tells the news. */
  async tell(): Promise<void> {
    const due = [...this.#expected.values()].reduce((sum, { length }) => sum + length, -this.#givenUp);
    const limit = Date.now() + HEARING_LIMIT_MS;
    while (this.#read.length < due && !this.#failure && Date.now() < limit) await this.#delay(POLL_MS / 3);
    if (this.#failure) throw this.#failure;
    this.#givenUp += Math.max(0, due - this.#read.length);
    const news = this.#read.slice(this.#told);
    this.#told = this.#read.length;
    if (news.length > TOLD_ONE_BY_ONE) await this.#tellTogether(news);
    else for (const event of news) await this.#tellOne(event);
  }

  /** Sends what has settled: the invitations that no later event has called back. */
  async sendInvitations(): Promise<void> {
    const names = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#invited.push(...names);
    const whose = names.length > 2 ? String(names.length) : names.map(possessive).join(' and ');
    const what = names.length === 1 ? 'invitation' : 'invitations';
    this.#dependencies.narrator.mainAppDoes(`(a quiet minute later) sends ${whose || 'no'} ${what}`);
    await this.#dependencies.pause(EVENT_PAUSE_MS);
  }

  /** Compares each account's complete sequence with what was expected, and reads the whole feed once more. */
  async check(): Promise<void> {
    const { findings } = this.#dependencies;
    for (const accountId of this.#expected.keys()) this.#checkSequence(accountId);
    const strangers = this.#read.filter(event => !this.#expected.has(accountIdOf(event)));
    for (const event of strangers)
      findings.add('the main app', `an event of ${event.source} should not exist`);
    if (new Set(this.#read.map(({ id }) => id)).size < this.#read.length) {
      findings.add('the main app', 'an event came twice');
    }
    const again = await this.#readFromTheStart();
    if (JSON.stringify(again) !== JSON.stringify(this.#read)) {
      findings.add('the main app', 'reading the feed a second time gave other events, or another order');
    }
  }

  #checkSequence(accountId: string): void {
    const { findings } = this.#dependencies;
    const expected = this.#expected.get(accountId) ?? [];
    const actual = this.#read.filter(event => accountIdOf(event) === accountId);
    for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
      const [wanted, event] = [expected[index], actual[index]];
      const where = `the main app, ${accountId} #${index + 1}`;
      if (!wanted || wanted.type !== event?.type) {
        findings.add(where, ...differencesFrom(wanted?.type, event?.type, 'the event'));
        // An event too many or too few shifts all that follow; to list them would hide the one that matters.
        return;
      }
      findings.add(where, ...differencesFrom({ ...wanted, sequence: sequenceText(index + 1) }, event));
    }
  }

  async #readUntilStopped(): Promise<void> {
    while (this.#isReading) {
      const { events, next, hasMore } = await this.#page(this.#cursor, 100);
      this.#read.push(...events);
      this.#cursor = next;
      if (!hasMore && this.#isReading) await this.#delay(POLL_MS);
    }
  }

  async #readFromTheStart(): Promise<readonly TeamEvent[]> {
    const found: TeamEvent[] = [];
    for (let cursor: string | undefined; ; ) {
      const { events, next, hasMore } = await this.#page(cursor, SECOND_READING_LIMIT);
      found.push(...events);
      if (!hasMore) return found;
      cursor = next;
    }
  }

  async #page(after: string | undefined, limit: number): Promise<Page> {
    const { url, token, signal, findings } = this.#dependencies;
    const query = new URLSearchParams({ limit: String(limit), ...(after === undefined ? {} : { after }) });
    const response = await fetch(`${url}/v1/events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The feed answered ${response.status}: ${text}`);
    const { data, next, has_more } = JSON.parse(text) as {
      data: readonly TeamEvent[];
      next: string;
      has_more: boolean;
    }; // the documented envelope; the events themselves are compared in check()
    for (const event of data) {
      const leaked = NEVER_IN_AN_EVENT.exec(JSON.stringify(event));
      if (leaked) findings.add(`the event ${event.type}`, `it should not carry ${leaked[0]}`);
    }
    return { events: data, next, hasMore: has_more };
  }

  async #tellOne(event: TeamEvent): Promise<void> {
    const { narrator, accounts, pause } = this.#dependencies;
    const accountId = accountIdOf(event);
    const invitationWaits = this.#waiting.has(event.subject);
    const accountName = accounts.get(accountId) ?? accountId;
    const words = describeEvent(event, { invitationWaits, accountName });
    this.#actOn(event);
    narrator.event({ accountId, numbers: `#${numberOf(event)}`, kind: kindOf(event), ...words });
    await pause(EVENT_PAUSE_MS);
  }

  async #tellTogether(news: readonly TeamEvent[]): Promise<void> {
    const groups = Map.groupBy(news, event => `${accountIdOf(event)} ${event.type}`);
    for (const key of [...groups.keys()].sort()) {
      const events = groups.get(key) ?? [];
      const [first, last] = [events[0], events.at(-1)];
      if (!first || !last) continue;
      for (const event of events) this.#actOn(event);
      const [numbers, kind] = [`#${numberOf(first)}–${numberOf(last)}`, kindOf(first)];
      const happened = `${events.map(firstName).join(', ')}${kind === 'provisioned' ? ' join' : ''}`;
      const action =
        kind === 'provisioned' ? `write ${events.length} invitations` : `act on ${events.length} events`;
      this.#dependencies.narrator.event({ accountId: accountIdOf(first), numbers, kind, happened, action });
      await this.#dependencies.pause(EVENT_PAUSE_MS);
    }
  }

  #actOn(event: TeamEvent): void {
    if (event.type === 'team_member.provisioned') this.#waiting.set(event.subject, firstName(event));
    if (event.type === 'team_member.deprovisioned') this.#waiting.delete(event.subject);
  }

  #delay(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#dependencies.signal });
  }
}

const numberOf = (event: TeamEvent): number => Number(event.sequence);
const sequenceText = (sequence: number): string => String(sequence).padStart(20, '0');
const kindOf = (event: TeamEvent): string => event.type.slice(event.type.lastIndexOf('.') + 1);
