/** What one account may ask of the service, and that another never notices. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';

const LIMITED = { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '20', RATE_LIMIT_BURST: '40' };

const ask = (account: TestAccount): Promise<Response> =>
  fetch(`${account.baseUrl}/Users?count=1`, { headers: { authorization: `Bearer ${account.token}` } });

describe.each(databaseKinds())('requests of an account on $name', ({ create }) => {
  let database: FreshDatabase;
  const services: TestService[] = [];

  beforeAll(async () => {
    database = await create();
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  afterAll(() => database.drop());

  async function start(environment: Record<string, string>): Promise<TestService> {
    const service = await startTestService({ databaseUrl: database.url, environment });
    services.push(service);
    return service;
  }

  test('above the burst are refused with 429, a SCIM Error and Retry-After', async () => {
    // So slow that a busy machine cannot earn the tokens while it sends.
    const service = await start({ ...LIMITED, RATE_LIMIT_PER_SECOND: '1' });
    const account = await service.addAccount({ id: 'greedy' });
    const answers = await Promise.all(Array.from({ length: 120 }, () => ask(account)));
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(served.length + refused.length).toBe(120);
    expect(served.length).toBeGreaterThanOrEqual(40);
    expect(refused.length).toBeGreaterThan(0);
    const [first] = refused;
    expect(Number(first?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(first?.headers.get('content-type')).toBe('application/scim+json');
    expect(await first?.json()).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '429',
      detail: expect.stringContaining('slow down'),
    });
  });

  test('that come one after another are slowed to the rate and never refused', async () => {
    const service = await start({ ...LIMITED, RATE_LIMIT_BURST: '5' });
    const account = await service.addAccount({ id: 'patient' });
    const startedAt = performance.now();
    for (let index = 0; index < 25; index += 1) expect((await ask(account)).status).toBe(200);
    // 5 at once, 20 more at 20 a second; what was taken in advance is spent too, and a busy machine is allowed for.
    expect(performance.now() - startedAt).toBeGreaterThan(350);
  });

  test('do not spend the budget of another account', async () => {
    const service = await start(LIMITED);
    const greedy = await service.addAccount({ id: 'greedy-2' });
    const other = await service.addAccount({ id: 'other' });
    await Promise.all(Array.from({ length: 100 }, () => ask(greedy)));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(other)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });

  test('are all answered when the limit is off', async () => {
    const service = await start({ RATE_LIMIT: 'off' });
    const account = await service.addAccount({ id: 'unlimited' });
    const answers = await Promise.all(Array.from({ length: 150 }, () => ask(account)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('wait in line behind their own, so that a first sync does not slow another account', async () => {
    const service = await start({ RATE_LIMIT: 'off', MAX_CONCURRENT_REQUESTS: '4' });
    const syncing = await service.addAccount({ id: 'syncing' });
    const calm = await service.addAccount({ id: 'calm' });
    const create = async (index: number): Promise<number> => {
      const { status } = await fetch(`${syncing.baseUrl}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${syncing.token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ userName: `person-${index}@example.com` }),
      });
      return status;
    };
    // Answered by an index: what is measured is the wait for a place, not how busy the readers' processor is.
    const askCalmly = (): Promise<Response> =>
      fetch(`${calm.baseUrl}/Users/unknown`, { headers: { authorization: `Bearer ${calm.token}` } });
    expect((await askCalmly()).status).toBe(404);
    let done = 0;
    const sync = Array.from({ length: 200 }, async (_, index) => {
      expect(await create(index)).toBe(201);
      done += 1;
    });
    await Promise.race(sync);
    expect((await askCalmly()).status).toBe(404);
    // In a common queue it would have been the last.
    expect(done).toBeLessThan(150);
    await Promise.all(sync);
  }, 120_000);

  test('of a client that leaves while it waits for a place take none', async () => {
    const service = await start({ RATE_LIMIT: 'off', MAX_CONCURRENT_REQUESTS: '1' });
    const account = await service.addAccount({ id: 'hasty' });
    const authorization = `Bearer ${account.token}`;
    // Holds the one place until its body is complete.
    const holder = request(`${account.baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    });
    const held = once(holder, 'response');
    holder.write('{"userName":');
    const leaving = Array.from({ length: 5 }, () =>
      request(`${account.baseUrl}/Users`, { headers: { authorization } }),
    );
    for (const each of leaving) each.on('error', () => undefined).end();
    await Promise.all(leaving.map(each => once(each, 'finish')));
    // What was sent before has arrived when a later request is answered.
    await fetch(`${service.url}/healthz`);
    for (const each of leaving) each.destroy();
    await fetch(`${service.url}/healthz`);
    holder.end('"patient@example.com"}');
    const [response] = (await held) as [IncomingMessage];
    expect(response.resume().statusCode).toBe(201);
    expect((await ask(account)).status).toBe(200);
  });
});

test('two instances on one database share the budget of an account', async () => {
  const kind = databaseKinds().find(({ name }) => name === 'PostgreSQL');
  if (!kind) return; // the global setup has said so; under CI it fails there
  const database = await kind.create();
  // So slow that a busy machine cannot earn a second burst meanwhile.
  const environment = { ...LIMITED, RATE_LIMIT_PER_SECOND: '1' };
  const services = [
    await startTestService({ databaseUrl: database.url, environment }),
    await startTestService({ databaseUrl: database.url, environment }),
  ];
  try {
    const [first, second] = services;
    const account = await first?.addAccount({ id: 'shared' });
    if (!first || !second || !account) throw new Error('two services were started');
    const elsewhere = { ...account, baseUrl: `${second.url}/scim/v2` };
    const startedAt = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 240 }, (_, index) => ask(index % 2 === 0 ? account : elsewhere)),
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    const served = answers.filter(({ status }) => status === 200).length;
    // Each alone would have let its own burst of 40 through.
    expect(served).toBeLessThanOrEqual(40 + 2 * seconds + 10);
    expect(served).toBeGreaterThanOrEqual(40);
  } finally {
    for (const service of services) await service.stop();
    await database.drop();
  }
});
