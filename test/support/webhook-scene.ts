/** A service that calls webhooks on this machine, with a clock that the test can move on. */
import type { Endpoints, IssuedEndpoint, NewEndpoint } from '../../src/delivery/endpoints.ts';
import type { databaseKinds, FreshDatabase } from './databases.ts';
import { HttpConnection } from './http-connection.ts';
import { startTestService, type TestService, type TestServiceOptions } from './test-service.ts';
import { type Answer, type Receiver, startReceiver } from './webhook-receiver.ts';

/** An account whose members change when the test says so. */
export interface EventSource {
  readonly accountId: string;
  /** Creates members: one event each, some at the same time. */
  makeEvents(count: number): Promise<void>;
}

const AT_A_TIME = 8;

export class WebhookScene {
  readonly service: TestService;
  readonly endpoints: Endpoints;
  readonly #fresh: FreshDatabase;
  readonly #clock: { offsetMs: number };
  readonly #connections: HttpConnection[] = [];
  readonly #receivers: Receiver[] = [];

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
        body: { userName: `person-${made}-${crypto.randomUUID()}@example.com` },
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

  /** A receiver that `clear` stops. */
  async receive(answer?: Answer): Promise<Receiver> {
    const receiver = await startReceiver(answer === undefined ? {} : { answer });
    this.#receivers.push(receiver);
    return receiver;
  }

  /** By default it is told of every team member of every account, singly, from now on. */
  addEndpoint(settings: Pick<NewEndpoint, 'url'> & Partial<NewEndpoint>): Promise<IssuedEndpoint> {
    return this.endpoints.add({
      description: null,
      types: ['team_member.*'],
      accounts: null,
      signature: 'v1',
      batchMax: 1,
      maxInFlight: 8,
      timeoutMs: 5_000,
      headers: {},
      start: 'now',
      ...settings,
    });
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
