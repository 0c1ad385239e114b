/** Several instances on one PostgreSQL: they share the work, and leave no lane asleep. */

import type { Database } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { EventLog } from '../../src/store/events/event-log.ts';
import { SqlEndpointStore } from '../../src/store/webhooks/endpoint-store.ts';
import { sweepLanes } from '../../src/store/webhooks/lane-opening.ts';
import { SqlLaneStore } from '../../src/store/webhooks/lane-store.ts';
import type { Endpoint } from '../../src/webhooks/endpoint.ts';
import type { NewEndpoint } from '../../src/webhooks/endpoint-store.ts';
import { SecretBox } from '../../src/webhooks/sender/secret-box.ts';
import { makeSecret } from '../../src/webhooks/sender/signature.ts';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { firstDeliveries, sequencesOf, span } from '../support/webhooks/received-events.ts';
import { type Receiver, startReceiver } from '../support/webhooks/webhook-receiver.ts';
import { settingsOf } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
/** Far less than the time between two sweeps, so that nothing here is put right by one. */
const NO_SWEEP_MS = 5_000;
const SECRETS_KEY = 'test:a-key-for-secrets-in-tests-of-32-bytes!';

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))(
  'instances that share $name',
  kind => {
    let fresh: FreshDatabase;
    let services: readonly [TestService, TestService];
    const receivers: Receiver[] = [];
    const connections: HttpConnection[] = [];

    beforeAll(async () => {
      fresh = await kind.create();
      const start = (): Promise<TestService> =>
        startTestService({
          databaseUrl: fresh.url,
          environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', SECRETS_KEY },
        });
      services = [await start(), await start()];
    });
    afterEach(async () => {
      const { endpoints } = services[0].deliveries;
      for (const { id } of await endpoints.list()) await endpoints.remove(id);
      for (const receiver of receivers.splice(0)) await receiver.stop();
    });
    afterAll(async () => {
      for (const connection of connections) connection.close();
      for (const service of services) await service.stop();
      await fresh.drop();
    });

    async function receive(): Promise<Receiver> {
      const receiver = await startReceiver();
      receivers.push(receiver);
      return receiver;
    }

    const settings = (url: string): NewEndpoint => ({ ...settingsOf(url), types: ['*'] });

    async function addEndpoint(url: string): Promise<Endpoint> {
      return (await services[0].deliveries.endpoints.add(settings(url))).endpoint;
    }

    /** Creates a member, by turns through one instance and the other. */
    function writerFor({ token }: TestAccount): () => Promise<void> {
      const turns = services.map(({ url }) => new HttpConnection(`${url}/scim/v2`, token));
      connections.push(...turns);
      let made = 0;
      return async () => {
        made += 1;
        const answer = await turns[made % 2]?.send('POST', '/Users', {
          body: { userName: `${crypto.randomUUID()}@example.com` },
        });
        if (answer?.status !== 201) throw new Error(`no member was made: ${answer?.text}`);
      };
    }

    const troubleIn = (service: TestService): readonly string[] =>
      service
        .logText()
        .split('\n')
        .filter(line => /"level":"(warn|error)"/.test(line));

    async function lastSequences(): Promise<ReadonlyMap<string, number>> {
      const accounts = (await readAllTables(services[0].database)).get('accounts') ?? [];
      return new Map(accounts.map(row => [String(row['id']), Number(row['last_sequence'])]));
    }

    test('deliver every event once, in order, as long as nothing is in the way', async () => {
      const receiver = await receive();
      await addEndpoint(receiver.url);
      const accounts: TestAccount[] = [];
      for (const id of ['calm-1', 'calm-2', 'calm-3', 'calm-4'])
        accounts.push(await services[0].addAccount({ id }));
      const write = accounts.map(writerFor);
      for (let round = 0; round < 25; round += 1) await Promise.all(write.map(each => each()));
      await waitUntil('every delivery', SOON_MS, () =>
        accounts.every(({ accountId }) => firstDeliveries(receiver, accountId).length === 27),
      );

      for (const { accountId } of accounts) expect(sequencesOf(receiver, accountId)).toEqual(span(1, 27));
      const attempts = (await readAllTables(services[0].database)).get('delivery_attempts') ?? [];
      expect(new Set(attempts.map(row => row['outcome']))).toEqual(new Set(['delivered']));
    });

    test('leave no lane asleep while writers, sequencers, workers and operators race', async () => {
      const receiver = await receive();
      const { id: steady } = await addEndpoint(receiver.url);
      const accounts: TestAccount[] = [];
      for (let count = 0; count < 12; count += 1)
        accounts.push(await services[0].addAccount({ id: `race-${count}` }));
      const before = services.map(service => troubleIn(service).length);
      const others = await receive();
      const { endpoints } = services[1].deliveries;
      let isRacing = true;
      const repeat = async (act: () => Promise<unknown>): Promise<void> => {
        while (isRacing) await act();
      };
      const operators = [
        async () => {
          const { endpoint } = await endpoints.add(settings(others.url));
          await endpoints.disable(endpoint.id);
          await endpoints.enable(endpoint.id, 'head');
          await endpoints.update(endpoint.id, { accounts: ['race-1', 'race-2', 'race-3'] });
          await endpoints.update(endpoint.id, { accounts: null });
          await endpoints.remove(endpoint.id);
        },
        async () => {
          await endpoints.disable(steady);
          await endpoints.enable(steady, 'backlog');
        },
        async () => {
          const id = `new-${crypto.randomUUID().slice(0, 8)}`;
          await writerFor(await services[1].addAccount({ id }))();
        },
      ];
      const racing = [...accounts.slice(0, 8).map(writerFor), ...operators].map(repeat);
      // The events of the other accounts come one by one, with time for their lanes to fall asleep.
      const rare = accounts.slice(8).map(writerFor);
      for (let round = 0; round < 8; round += 1) {
        await Promise.all(rare.map(each => each()));
        await waitUntil('some deliveries', SOON_MS, () =>
          accounts.slice(8).every(({ accountId }) => firstDeliveries(receiver, accountId).length >= round),
        );
      }
      isRacing = false;
      await Promise.all(racing);

      const lasts = [...(await lastSequences())].filter(([id]) => /^(race|new)-/.test(id));
      expect(lasts.length).toBeGreaterThan(accounts.length);
      await waitUntil('every delivery', NO_SWEEP_MS, () =>
        lasts.every(([id, last]) => firstDeliveries(receiver, id).length === last),
      );
      for (const [id, last] of lasts) expect(firstDeliveries(receiver, id)).toEqual(span(1, last));
      expect(services.flatMap((service, index) => troubleIn(service).slice(before[index]))).toEqual([]);
    });

    test('find by a sweep the account that was made at the same moment as an endpoint', async () => {
      const receiver = await receive();
      const database = await openDatabase(services[0].database);
      const { promise: gate, resolve: commit } = Promise.withResolvers<void>();
      const { promise: isWritten, resolve: written } = Promise.withResolvers<void>();
      const slow: Database['write'] = work =>
        database.write(async trx => {
          const result = await work(trx);
          written();
          await gate;
          return result;
        });
      const store = endpointStore(
        new Proxy(database, { get: (target, name) => (name === 'write' ? slow : Reflect.get(target, name)) }),
      );
      const now = Date.now();
      const { start, ...rest } = settings(receiver.url);
      const endpoint: Endpoint = {
        ...rest,
        id: crypto.randomUUID(),
        status: 'active',
        disabledReason: null,
        consecutiveFailures: 0,
        failingSince: null,
        failingSinceUptime: null,
        nextProbeAt: null,
        createdAt: now,
        updatedAt: now,
      };
      const { key, publicKey } = makeSecret('v1');
      const secret = {
        id: crypto.randomUUID(),
        scheme: 'v1',
        key,
        publicKey,
        createdAt: now,
        expiresAt: null,
      } as const;
      const adding = store.add(endpoint, secret, start);
      await isWritten;
      await services[0].addAccount({ id: 'meanwhile' });
      commit();
      await adding;
      const lanes = async (): Promise<readonly string[]> =>
        (
          await services[0].deliveries.endpoints.lanes(endpoint.id, {
            after: undefined,
            limit: 1_000,
            state: undefined,
          })
        ).map(({ accountId }) => accountId);
      expect(await lanes()).not.toContain('meanwhile');

      expect(await services[0].events('meanwhile')).toHaveLength(2);
      await sweepLanes(database);
      await database.close();
      expect(await lanes()).toContain('meanwhile');
      await waitUntil('its events', SOON_MS, () => sequencesOf(receiver, 'meanwhile').length === 2);
      expect(sequencesOf(receiver, 'meanwhile')).toEqual([1, 2]);
    });

    function endpointStore(database: Database): SqlEndpointStore {
      const events = new EventLog(database, () => services[0].url);
      const secrets = new SecretBox([{ keyId: 'test', secret: SECRETS_KEY.slice('test:'.length) }]);
      const newId = (): string => crypto.randomUUID();
      const lanes = new SqlLaneStore({
        database,
        events,
        secrets,
        clock: undefined,
        uptimeMs: () => 0,
        newId,
      });
      return new SqlEndpointStore({ database, events, secrets, lanes });
    }
  },
);
