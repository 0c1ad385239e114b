/** A service that calls webhooks on this machine, with a clock that the test can move on. */
import type { DeliveryAttempt } from '../../../src/webhooks/delivery-store.ts';
import type { LaneDescription, LaneFilter, NewEndpoint } from '../../../src/webhooks/endpoint-store.ts';
import type { Endpoints, IssuedEndpoint } from '../../../src/webhooks/endpoints.ts';
import type { databaseKinds, FreshDatabase } from '../database/databases.ts';
import { HttpConnection } from '../network/http-connection.ts';
import { startTestService, type TestService, type TestServiceOptions } from '../test-service.ts';
import { waitUntil } from '../wait-until.ts';
import { type Answer, type ReceivedEvent, type Receiver, startReceiver } from './webhook-receiver.ts';

/** An account whose members change when the test says so. */
export interface EventSource {
  readonly accountId: string;
  /** Creates members: one event each, some at the same time. */
  makeEvents(count: number): Promise<void>;
}

const AT_A_TIME = 8;
const SOON_MS = 10_000;

export class WebhookScene {
  readonly service: TestService;
  readonly endpoints: Endpoints;
  readonly #fresh: FreshDatabase;
  readonly #clock: { offsetMs: number };
  readonly #connections: HttpConnection[] = [];
  readonly #receivers: Receiver[] = [];
  #reader: string | undefined;

  private constructor(service: TestService, fresh: FreshDatabase, clock: { offsetMs: number }) {
    this.service = service;
    this.endpoints = service.deliveries.endpoints;
    this.#fresh = fresh;
    this.#clock = clock;
  }

  static async start(
    kind: ReturnType<typeof databaseKinds>[number],
    environment: TestServiceOptions['environment'] = {},
  ): Promise<WebhookScene> {
    const fresh = await kind.create();
    const clock = { offsetMs: 0 };
    const service = await startTestService({
      databaseUrl: fresh.url,
      environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', ...environment },
      now: () => Date.now() + clock.offsetMs,
    });
    return new WebhookScene(service, fresh, clock);
  }

  /** The service's time: milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#clock.offsetMs;
  }

  /** Moves the service's clock on; what falls due is taken up at once. */
  advance(ms: number): void {
    this.#clock.offsetMs += Math.ceil(ms);
    this.service.deliveries.wake();
  }

  /** Moves the clock on to the next retry, when all that an endpoint waits for are retries. */
  async advanceToNextRetry(endpointId: string): Promise<void> {
    const waits = (await this.lanes(endpointId, 'waiting')).map(({ dueAt }) => dueAt - this.now());
    if (waits.length > 0 && waits.every(wait => wait > 0)) this.advance(Math.min(...waits));
  }

  /** Moves the clock on to the next probe of an endpoint that is failing. */
  async advanceToNextProbe(endpointId: string): Promise<void> {
    const { status, nextProbeAt } = await this.endpoints.get(endpointId);
    const wait = (nextProbeAt ?? 0) - this.now();
    if (status === 'failing' && wait > 0) this.advance(wait);
  }

  lanes(endpointId: string, state?: LaneFilter['state']): Promise<readonly LaneDescription[]> {
    return this.endpoints.lanes(endpointId, { after: undefined, limit: 1_000, state });
  }

  /**
   * Whether an account's events up to this one were delivered, or passed over. "No lane waits" is no such proof: a
   * lane learns of an event a moment after its commit.
   */
  async hasReached(endpointId: string, sequences: Readonly<Record<string, number>>): Promise<boolean> {
    const lanes = new Map((await this.lanes(endpointId)).map(lane => [lane.accountId, lane.nextSequence]));
    return Object.entries(sequences).every(([account, sequence]) => (lanes.get(account) ?? 0) > sequence);
  }

  /** The requests to an endpoint that were answered or given up, the first one first. */
  async attempts(endpointId: string): Promise<readonly DeliveryAttempt[]> {
    const filter = { after: undefined, limit: 1_000, outcome: undefined, accountId: undefined };
    return (await this.endpoints.attempts(endpointId, filter)).toReversed();
  }

  /** Waits until so many requests to an endpoint were answered or given up, and that is written down. */
  attempted(endpointId: string, count: number): Promise<readonly DeliveryAttempt[]> {
    return waitUntil(`attempt ${count}`, SOON_MS, async () => {
      const attempts = await this.attempts(endpointId);
      return attempts.length >= count && attempts;
    });
  }

  /** An account with two events of its connection; what `makeEvents` makes begins with sequence 3. */
  async addAccount(id?: string): Promise<EventSource> {
    const account = await this.service.addAccount(id === undefined ? {} : { id });
    return this.sourceOf(account.accountId, account.baseUrl, account.token);
  }

  /** @param baseUrl ends in /scim/v2 */
  sourceOf(accountId: string, baseUrl: string, token: string): EventSource {
    const connection = new HttpConnection(baseUrl, token);
    this.#connections.push(connection);
    let made = 0;
    const makeOne = async (): Promise<void> => {
      made += 1;
      const answer = await connection.send('POST', '/Users', {
        body: { userName: `person-${made}-${crypto.randomUUID()}@example.com`, displayName: 'Zoë 🦊' },
      });
      if (answer.status !== 201) throw new Error(`no member was made: ${answer.text}`);
    };
    return {
      accountId,
      makeEvents: async count => {
        for (let left = count; left > 0; left -= AT_A_TIME) {
          await Promise.all(Array.from({ length: Math.min(left, AT_A_TIME) }, makeOne));
        }
      },
    };
  }

  /** The events about the delivery itself, of one type, as the feed has them. */
  async operationalEvents(type = 'endpoint.*,delivery.*'): Promise<readonly ReceivedEvent[]> {
    this.#reader ??= await this.service.serviceToken();
    const events: ReceivedEvent[] = [];
    for (let after = ''; ; ) {
      const response = await fetch(`${this.service.url}/v1/events?limit=1000&type=${type}${after}`, {
        headers: { authorization: `Bearer ${this.#reader}` },
      });
      if (!response.ok) throw new Error(`the feed answered ${response.status}: ${await response.text()}`);
      const page = (await response.json()) as { data: ReceivedEvent[]; next: string; has_more: boolean }; // a page
      events.push(...page.data);
      if (!page.has_more) return events;
      after = `&after=${page.next}`;
    }
  }

  /** A receiver that `clear` stops. */
  async receive(answer?: Answer): Promise<Receiver> {
    const receiver = await startReceiver(answer === undefined ? {} : { answer });
    this.#receivers.push(receiver);
    return receiver;
  }

  /** By default it receives events of every team member of every account, singly, from now on. */
  addEndpoint(settings: Pick<NewEndpoint, 'url'> & Partial<NewEndpoint>): Promise<IssuedEndpoint> {
    return this.endpoints.add({ ...settingsOf(settings.url), ...settings });
  }

  /** Removes every endpoint and stops every receiver: the next test begins with none. */
  async clear(): Promise<void> {
    for (const { id } of await this.endpoints.list()) await this.endpoints.remove(id);
    for (const receiver of this.#receivers.splice(0)) await receiver.stop();
  }

  async stop(): Promise<void> {
    await this.clear();
    for (const connection of this.#connections) connection.close();
    await this.service.stop();
    await this.#fresh.drop();
  }
}

/** An endpoint that receives events of every team member of every account, singly, from now on. */
export const settingsOf = (url: string): NewEndpoint => ({
  url,
  description: null,
  types: ['team_member.*'],
  accounts: null,
  signature: 'v1',
  batchMax: 1,
  maxInFlight: 8,
  timeoutMs: 30_000,
  headers: {},
  start: 'now',
});
