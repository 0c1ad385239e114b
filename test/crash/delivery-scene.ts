/** What goes on around services that are killed: identity providers write, followers read, a receiver is called. */
import type { DatabaseLocation } from '../../src/config/config.ts';
import { ControlClient } from '../support/control-client.ts';
import { readAllTables, readRows } from '../support/database/database-contents.ts';
import { runForJson } from '../support/process/command.ts';
import type { Deployment } from '../support/process/rollcall-process.ts';
import type { CloudEvent } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import {
  type ReceivedRequest,
  type Receiver,
  type Reply,
  startReceiver,
} from '../support/webhooks/webhook-receiver.ts';
import { CrashWriter } from './crash-writer.ts';
import { expectDelivered, expectFollowed, type StoredEvent, storedEvents } from './delivery-invariants.ts';
import { FeedFollower } from './feed-follower.ts';
import type { Follower } from './follower.ts';
import { readMembers } from './read-members.ts';
import type { RestartingService } from './restarting-service.ts';
import { StreamFollower } from './stream-follower.ts';
import { ACCEPTED, unreliableAnswer } from './unreliable-answer.ts';
import { expectMembersToldInFull, expectPromisesKept, expectTablesConsistent } from './write-invariants.ts';

const ACCOUNTS = ['acme', 'beta', 'gamma', 'zeta'];
/** About the pace of a busy identity provider. */
const LONGEST_PAUSE_MS = 20;
/** Retries at once, and long enough that none is given up. */
const RETRY_SCHEDULE = Array.from({ length: 300 }, () => '100ms').join();
/** The least that may be registered, so that what hangs is soon given up. */
const TIMEOUT_MS = 1_000;
/** By name: how many events a request to it carries at most. */
const ENDPOINTS = { single: 1, batch: 20 };
const SETTLE_LIMIT_MS = 60_000;

/** Nothing waits any more: every event of every account has been accepted. */
const COUNT_WAITING = `
SELECT (SELECT count(*) FROM webhook_endpoints WHERE status <> 'active')
     + (SELECT count(*) FROM lanes JOIN (SELECT id, last_sequence FROM accounts
                                         UNION ALL SELECT '', last_sequence FROM operations) source
                               ON source.id = lanes.account_id
         WHERE next_sequence <= last_sequence) AS waiting`;

export class DeliveryScene {
  readonly deployment: Deployment;
  readonly location: DatabaseLocation;
  readonly receiver: Receiver;
  readonly #accounts: ReadonlyMap<string, string>;
  readonly #serviceToken: string;
  readonly #toleratesOutages: boolean;
  readonly #writers: CrashWriter[] = [];
  readonly #followers: Follower[] = [];
  /** In the order in which they were accepted. */
  readonly #accepted: ReceivedRequest[] = [];
  readonly #writing: Promise<void>[] = [];
  readonly #following: Promise<void>[] = [];
  #failure: unknown;

  private constructor(
    base: { deployment: Deployment; location: DatabaseLocation; toleratesOutages: boolean },
    receiver: Receiver,
    accounts: ReadonlyMap<string, string>,
    serviceToken: string,
  ) {
    this.deployment = base.deployment;
    this.location = base.location;
    this.#toleratesOutages = base.toleratesOutages;
    this.receiver = receiver;
    this.#accounts = accounts;
    this.#serviceToken = serviceToken;
    this.#answerWith(unreliableAnswer);
  }

  /** @param toleratesOutages whether the database fails as well */
  static async open(databaseUrl: string, toleratesOutages = false): Promise<DeliveryScene> {
    const location: DatabaseLocation = databaseUrl.startsWith('sqlite:')
      ? { dialect: 'sqlite', path: databaseUrl.slice('sqlite:'.length) }
      : { dialect: 'postgres', url: databaseUrl };
    const deployment = {
      databaseUrl,
      publicUrl: 'http://rollcall.test',
      environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_RETRY_SCHEDULE: RETRY_SCHEDULE },
    };
    const accounts = new Map<string, string>();
    await runForJson(deployment, 'migrate');
    for (const id of ACCOUNTS) {
      accounts.set(id, String((await runForJson(deployment, 'account', 'add', id))['token']));
    }
    const { token } = await runForJson(deployment, 'service-token', 'issue', '--scopes', '*');
    const receiver = await startReceiver();
    return new DeliveryScene({ deployment, location, toleratesOutages }, receiver, accounts, String(token));
  }

  /** Two endpoints that want everything: one event at a time, and in batches. */
  async registerEndpoints(service: RestartingService): Promise<void> {
    const control = new ControlClient((await service.life).url, this.#serviceToken);
    for (const [name, max] of Object.entries(ENDPOINTS)) {
      await control.expect(201, 'POST', '/webhook-endpoints', {
        url: `${this.receiver.url}/${name}`,
        types: ['*'],
        batch: { max },
        start: 'beginning',
        timeoutMs: TIMEOUT_MS,
      });
    }
  }

  /** An identity provider for each account begins to write to this service. */
  writeTo(service: RestartingService): void {
    for (const [accountId, token] of this.#accounts) {
      const writer = new CrashWriter(`${accountId}${this.#writers.length}`, accountId, token, {
        longestPauseMs: LONGEST_PAUSE_MS,
        toleratesOutages: this.#toleratesOutages,
      });
      this.#writers.push(writer);
      this.#begin(writer.write(service), this.#writing);
    }
  }

  /** A reader of the feed and one of the stream begin at the first event. @param next where they connect each time */
  follow(next: () => RestartingService): void {
    const followers = [
      new FeedFollower(this.#serviceToken, this.#toleratesOutages),
      new StreamFollower(this.#serviceToken, this.#toleratesOutages),
    ];
    this.#followers.push(...followers);
    for (const follower of followers) this.#begin(follower.follow(next), this.#following);
  }

  /** @throws what a writer or a follower has thrown */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** No more is written, and the receiver accepts everything: waits until every reader has received everything. */
  async settle(): Promise<void> {
    for (const writer of this.#writers) writer.stop();
    await Promise.all(this.#writing);
    this.#answerWith(() => ACCEPTED);
    await waitUntil('the delivery of everything', SETTLE_LIMIT_MS, async () => {
      this.check();
      const [row] = await readRows(this.location, COUNT_WAITING);
      return Number(row?.['waiting']) === 0;
    });
    const [row] = await readRows(this.location, 'SELECT count(*) AS events FROM events');
    const events = Number(row?.['events']);
    await waitUntil('the followers to receive everything', SETTLE_LIMIT_MS, () => {
      this.check();
      return this.#followers.every(({ bodies }) => bodies.length >= events);
    });
    for (const follower of this.#followers) follower.stop();
    await Promise.all(this.#following);
  }

  /** For a test that failed as well: whatever runs ends, and the receiver with it. */
  async close(): Promise<void> {
    for (const actor of [...this.#writers, ...this.#followers]) actor.stop();
    await this.receiver.stop();
    await Promise.allSettled([...this.#writing, ...this.#following]);
  }

  #answerWith(answer: () => Reply | Promise<Reply>): void {
    this.receiver.answerWith(async request => {
      const reply = await answer();
      if (reply === ACCEPTED) this.#accepted.push(request);
      return reply;
    });
  }

  #begin(work: Promise<void>, list: Promise<void>[]): void {
    work.catch((error: unknown) => {
      this.#failure ??= error;
    });
    list.push(work);
  }

  /**
   * Nothing acknowledged is lost, nothing invented, nothing out of order; and the trouble was real.
   * @param service one that is alive
   */
  async expectPromisesKept(service: RestartingService): Promise<void> {
    const { url } = await service.life;
    const tables = await readAllTables(this.location);
    const stored = storedEvents(tables);
    expectTablesConsistent(tables);
    expect(tables.get('dead_letters')).toEqual([]);
    const attempts = this.#writers.flatMap(writer => writer.attempts);
    for (const [accountId, token] of this.#accounts) {
      const own = stored
        .filter(event => event.accountId === accountId)
        .map(({ body }) => JSON.parse(body) as CloudEvent) // our own events
        .filter(({ type }) => type.startsWith('team_member.'));
      expectPromisesKept(
        attempts.filter(attempt => attempt.accountId === accountId),
        own,
      );
      expectMembersToldInFull(await readMembers(url, token), own);
    }
    for (const follower of this.#followers) expectFollowed(follower, stored);
    const unanswered = attempts.filter(({ answer }) => answer === undefined).length;
    const interruptions = this.#followers.reduce((sum, follower) => sum + follower.interruptions, 0);
    const repetitions = Object.keys(ENDPOINTS).map(name => this.#expectDelivered(name, stored));
    expect(Math.min(unanswered, interruptions, ...repetitions)).toBeGreaterThan(0);
    expect(unanswered).toBeLessThan(attempts.length / 2);
  }

  /** @returns how many events came more than once */
  #expectDelivered(name: string, stored: readonly StoredEvent[]): number {
    const isTheirs = ({ path }: ReceivedRequest): boolean => path.endsWith(`/${name}`);
    expectDelivered(this.#accepted.filter(isTheirs), stored);
    return expectDelivered(this.receiver.received.filter(isTheirs), stored);
  }
}
