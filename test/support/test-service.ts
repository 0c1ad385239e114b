/** A real service on a real port over a database of its own, in this process. */
import { Writable } from 'node:stream';
import { parseSsoProtocol } from '../../src/accounts/account.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { parseIdentityProvider } from '../../src/accounts/identity-provider.ts';
import { createLog } from '../../src/base/log.ts';
import type { ServiceOptions } from '../../src/composition/foundation.ts';
import type { Connections } from '../../src/composition/use-cases/connections.ts';
import type { Deliveries } from '../../src/composition/use-cases/deliveries.ts';
import type { ProvisioningLog } from '../../src/composition/use-cases/log.ts';
import { type DatabaseLocation, type Environment, readConfig } from '../../src/config/config.ts';
import { createService } from '../../src/service.ts';
import { databaseKinds, type FreshDatabase } from './database/databases.ts';

export interface TestAccount {
  readonly accountId: string;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
  readonly token: string;
}

export interface CloudEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly sequence: string;
  readonly correlationid: string;
  readonly data: {
    readonly member: Readonly<Record<string, unknown>>;
    readonly changed: readonly string[];
    readonly previous: Readonly<Record<string, unknown>>;
    readonly reason?: string;
    readonly formerId?: string;
    readonly former?: Readonly<Record<string, unknown>>;
    readonly identity?: Readonly<Record<string, unknown>>;
    readonly linked?: boolean;
    readonly erased?: boolean;
    readonly actor: Readonly<Record<string, unknown>>;
    readonly request: Readonly<Record<string, unknown>>;
  };
}

export interface TestService {
  readonly url: string;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly deliveries: Deliveries;
  readonly provisioning: ProvisioningLog;
  /** Where the data is, for tests that search it. */
  readonly database: DatabaseLocation;
  addAccount(options?: TestAccountOptions): Promise<TestAccount>;
  serviceToken(scopes?: readonly string[], accounts?: readonly string[] | null): Promise<string>;
  /** All events of one account, in order. */
  events(accountId: string): Promise<readonly CloudEvent[]>;
  /** Those about members, in order. */
  memberEvents(accountId: string): Promise<readonly CloudEvent[]>;
  /** How many requests for events wait for something new. */
  waitingReaders(): number;
  /** Everything the service logged so far, at level debug. */
  logText(): string;
  stop(): Promise<void>;
}

interface TestAccountOptions {
  readonly id?: string;
  readonly identityProvider?: string;
  readonly policies?: readonly string[];
}

export interface TestServiceOptions {
  /** Where to keep the data; a new SQLite file by default. */
  readonly databaseUrl?: string;
  readonly environment?: Environment;
  /** Milliseconds since the epoch, for what takes days. */
  readonly now?: () => number;
  /** The clock that never goes back; by default days pass on it as on `now`. */
  readonly monotonicNow?: () => number;
  readonly loops?: ServiceOptions['loops'];
}

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const fresh = options.databaseUrl === undefined ? await usualDatabase() : undefined;
  const config = readConfig({
    DATABASE_URL: options.databaseUrl ?? fresh?.url,
    SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
    SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
    PORT: '0',
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'debug',
    ...options.environment,
  });
  let logged = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const service = await createService(config, createLog(config.logLevel, sink), {
    ...(options.now && { now: options.now, monotonicNow: options.monotonicNow ?? options.now }),
    ...(options.loops && { loops: options.loops }),
  });
  const { publicUrl: url } = await service.start();
  const { accounts } = service;
  let made = 0;
  let reader: string | undefined;

  const serviceToken: TestService['serviceToken'] = async (scopes = ['*'], only = null) =>
    (await service.connections.serviceTokens.issue({ scopes, accounts: only }, 'test', null)).token;

  const events: TestService['events'] = async accountId => {
    reader ??= await serviceToken();
    const found: CloudEvent[] = [];
    let query = `account=${accountId}&limit=1000`;
    for (;;) {
      const response = await fetch(`${url}/v1/events?${query}`, {
        headers: { authorization: `Bearer ${reader}` },
      });
      if (!response.ok) throw new Error(`the feed answered ${response.status}: ${await response.text()}`);
      const page = (await response.json()) as { data: CloudEvent[]; next: string; has_more: boolean };
      found.push(...page.data);
      if (!page.has_more) return found;
      query = `account=${accountId}&limit=1000&after=${page.next}`;
    }
  };

  return {
    url,
    accounts,
    connections: service.connections,
    deliveries: service.deliveries,
    provisioning: service.provisioning,
    database: config.database,
    addAccount: async ({ id, identityProvider = 'other', policies = [] } = {}) => {
      made += 1;
      const accountId = id ?? `account-${made}`;
      const { token } = await accounts.add({
        id: accountId,
        name: undefined,
        identityProvider: parseIdentityProvider(identityProvider),
        sso: parseSsoProtocol('saml'),
      });
      if (policies.length > 0) await accounts.setPolicies(accountId, policies);
      return { accountId, baseUrl: `${url}/scim/v2`, token };
    },
    serviceToken,
    events,
    memberEvents: async accountId =>
      (await events(accountId)).filter(event => event.type.startsWith('team_member.')),
    waitingReaders: () => service.reading.watch.waiting,
    logText: () => logged,
    stop: async () => {
      await service.stop();
      await fresh?.drop();
    },
  };
}

/** SQLite; PostgreSQL in the second pass of the suites that name no database: see jest.config.mjs. */
function usualDatabase(): Promise<FreshDatabase> {
  const [sqlite, postgres = sqlite] = databaseKinds();
  return (process.env['TEST_ON'] === 'postgres' ? postgres : sqlite).create();
}
