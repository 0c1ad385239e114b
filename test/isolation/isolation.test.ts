/** No cross-account reach, also while both accounts are busy. */
import fc from 'fast-check';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CloudEvent, startTestService, type TestService } from '../support/test-service.ts';
import { Tenant } from './tenant.ts';
import { task, Worker } from './worker.ts';

const WORKERS = 5;
const TASKS = { SQLite: 70, PostgreSQL: 35 } as const;
const LIMIT_MS = 90_000;
const EVENTS_OF_OPENING = 2;

describe.each(databaseKinds())('two accounts that hammer one service at once, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let tenants: readonly [Tenant, Tenant];
  let workers: readonly { readonly tenant: Tenant; readonly worker: Worker }[];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url, environment: { RATE_LIMIT: 'off' } });
    tenants = [
      new Tenant('alpha', await service.addAccount({ identityProvider: 'okta' })),
      new Tenant('omega', await service.addAccount({ identityProvider: 'okta' })),
    ];
    const [alpha, omega] = tenants;
    alpha.meet(omega);
    omega.meet(alpha);
    workers = tenants.flatMap(tenant =>
      Array.from({ length: WORKERS }, (_, slice) => ({ tenant, worker: new Worker(tenant, slice) })),
    );
    await Promise.all(workers.map(({ worker }) => worker.work(fc.sample(task, TASKS[kind.name]))));
  }, LIMIT_MS);

  afterAll(async () => {
    for (const tenant of tenants) tenant.close();
    await service.stop();
    await database.drop();
  });

  test('each got what it asked for, and none was ever shown an id of the other', () => {
    const shown = tenants.map(({ leakedIds, memberIds }) => ({
      leakedIds,
      hadMembers: memberIds.length > 0,
    }));
    expect(shown).toEqual(tenants.map(() => ({ leakedIds: [], hadMembers: true })));
  });

  test('totals and pages count the own members alone', async () => {
    for (const tenant of tenants) {
      const own = workers.filter(one => one.tenant === tenant);
      const totalResults = own.reduce((sum, { worker }) => sum + worker.size, 0);
      const filters = ['', '&filter=userName%20pr', '&filter=name.familyName%20eq%20%22same%22', '&count=0'];
      for (const filter of filters) {
        const answer = await tenant.send('GET', `/Users?startIndex=1${filter}`);
        expect({ filter, body: answer.body }).toMatchObject({ filter, body: { totalResults } });
      }
    }
  });

  test('the events of each are exactly its own changes, in its own sequence', async () => {
    for (const tenant of tenants) {
      const events = await service.events(tenant.accountId);
      expect(events).toHaveLength(tenant.expectedEvents + EVENTS_OF_OPENING);
      expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
      expect(new Set(events.map(({ source }) => source))).toEqual(
        new Set([`${service.url}/accounts/${tenant.accountId}`]),
      );
      expectNothingOf(tenant.other, events);
    }
  });

  test('a service token for one account never gets an event of the other', async () => {
    const [alpha, omega] = tenants;
    const token = await service.serviceToken(['events:read'], [alpha.accountId]);
    const read = async (query: string) =>
      await fetch(`${service.url}/v1/events?limit=1000${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
    for (let after = '', more = true; more; ) {
      const page = (await (await read(after)).json()) as {
        data: CloudEvent[];
        next: string;
        has_more: boolean;
      }; // the feed's own form
      expectNothingOf(omega, page.data);
      [after, more] = [`&after=${page.next}`, page.has_more];
    }
    const refused = await read(`&account=${omega.accountId}`);
    expect(refused.status).toBe(403);
    await refused.text();
  });

  test('every stored row of an account is free of the values of the other', async () => {
    const tables = new Map(await readAllTables(service.database));
    // The provisioning log says what a tenant asked for, and each of them asked for what is the other's.
    tables.delete('log_entries');
    for (const tenant of tenants) {
      const rows = [...tables.values()].flat().filter(row => row['account_id'] === tenant.accountId);
      expect(rows.length).toBeGreaterThan(tenant.expectedEvents);
      expectNothingOf(tenant.other, rows);
    }
  });
});

function expectNothingOf({ accountId, marker, memberIds }: Tenant, found: unknown): void {
  const text = JSON.stringify(found);
  expect([accountId, marker, ...memberIds].filter(value => text.includes(value))).toEqual([]);
}
