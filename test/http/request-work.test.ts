/** What requests cost besides being requests, and that accounts and surfaces take turns. */
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { BlockedTime } from '../../src/accounts/limits/blocked-time.ts';
import { ConcurrencyLimiter } from '../../src/accounts/limits/concurrency-limiter.ts';
import { LocalBuckets, RateLimiter } from '../../src/accounts/limits/rate-limiter.ts';
import type { Consumed, Demand } from '../../src/accounts/limits/token-bucket.ts';
import { type ControlKind, limitControl, RequestLimits } from '../../src/http/request/limits.ts';
import { ControlClient } from '../support/control-client.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SLOW = { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '1' };

const bulkOf = (operations: number) => ({
  schemas: [BULK],
  Operations: Array.from({ length: operations }, (_, index) => ({
    method: 'DELETE',
    path: `/Users/unknown-${index}`,
  })),
});

describe.each(databaseKinds())('on $name', ({ create }) => {
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

  test('a bulk request of 1,000 operations pays for 1,000', async () => {
    const service = await start({ ...SLOW, RATE_LIMIT_BURST: '1010' });
    const client = new ScimClient(await service.addAccount({ id: 'bulky' }));
    expect((await client.post('/Bulk', bulkOf(1_000))).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 300 }, () => client.get('/Users/unknown')));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(50);
  }, 120_000);

  test('changes that are refused for what they compare pay for the comparing', async () => {
    const service = await start({ ...SLOW, RATE_LIMIT_BURST: '20' });
    const client = new ScimClient(await service.addAccount({ id: 'comparing' }));
    // Near misses of what is looked for, in two bytes a character.
    const display = `${'a'.repeat(15)}ł`.repeat(2);
    const emails = Array.from({ length: 1_000 }, (_, index) => ({ value: `e${index}@example.com`, display }));
    const made = await client.post('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'wide',
      emails,
    });
    const filter = Array.from({ length: 190 }, (_, index) => `display co "aaaq${index}"`).join(' or ');
    const statuses: number[] = [];
    // Without the price of comparing the burst would pay for eighteen.
    for (let index = 0; index < 15; index += 1) {
      const path = `emails[${filter}]`;
      statuses.push((await client.patch(`/Users/${made.body['id']}`, { op: 'remove', path })).status);
    }
    expect(statuses[0]).toBe(400);
    expect(statuses).toContain(429);
  }, 120_000);

  test('requests of an account over its limits starve neither its control API nor health', async () => {
    const service = await start({ ...SLOW, RATE_LIMIT_BURST: '5', MAX_CONCURRENT_REQUESTS_TOTAL: '1' });
    const client = new ScimClient(await service.addAccount({ id: 'flooding' }));
    const control = new ControlClient(service.url, await service.serviceToken());
    const flood = Array.from({ length: 60 }, () => client.get('/Users/unknown'));
    await Promise.race(flood);
    expect((await control.send('GET', '/accounts/flooding')).status).toBe(200);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(statuses).toContain(429);
  }, 120_000);

  test('requests of the control API count against the account they name', async () => {
    const service = await start({ ...SLOW, RATE_LIMIT_BURST: '5' });
    await service.addAccount({ id: 'watched' });
    await service.addAccount({ id: 'unwatched' });
    const control = new ControlClient(service.url, await service.serviceToken());
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => control.send('GET', '/accounts/watched')),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(20);
    expect((await control.send('GET', '/accounts/unwatched')).status).toBe(200);
  }, 120_000);
});

function fakeClock() {
  let now = 0;
  const pause = (delayMs: number): Promise<void> => {
    now += delayMs;
    return Promise.resolve();
  };
  return { now: () => now, pause };
}

test('requests that arrived while the thread was blocked are not refused when it goes on', async () => {
  const clock = fakeClock();
  const blocked = new BlockedTime(clock.now);
  blocked.tick();
  const buckets = new LocalBuckets({ perSecond: 10, burst: 10 }, clock.now, () => blocked.recentMs());
  const limiter = new RateLimiter(buckets, {
    now: clock.now,
    pause: () => Promise.reject(new Error('it waits')),
  });
  await limiter.consume('innocent');
  await clock.pause(5_000);
  // Eight a second, for the five seconds before the late tick.
  for (let index = 0; index < 40; index += 1) await limiter.consume('innocent');
});

test('operations of a bulk request that cannot be paid for in half a minute are refused by themselves', async () => {
  const clock = fakeClock();
  const rate = new RateLimiter(new LocalBuckets({ perSecond: 1, burst: 1 }, clock.now), clock);
  const limiter = () => new ConcurrencyLimiter({ perAccount: 4, total: 4 });
  const limits = new RequestLimits({
    rate,
    open: limiter(),
    working: limiter(),
    workingOnLarge: limiter(),
  });
  const inTurn = limits.operations('bulky');
  const outcomes: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    const outcome = inTurn(() => Promise.resolve('done'));
    outcomes.push(await outcome.catch((error: unknown) => (error as { code: string }).code));
  }
  // The first was paid for with the request, the second had the burst.
  expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(32);
  expect(outcomes.slice(32)).toEqual(Array.from({ length: 8 }, () => 'tooManyRequests'));
});

test('when the process is full, accounts that wait get its places in turn', async () => {
  const limiter = new ConcurrencyLimiter({ perAccount: 1, total: 1 });
  expect(limiter.tryAcquire('running')).toBe(true);
  const order: string[] = [];
  const { signal } = new AbortController();
  const waiting = ['greedy', 'greedy', 'greedy', 'calm', 'other'].map(async accountId => {
    await limiter.acquire(accountId, signal);
    order.push(accountId);
    limiter.release(accountId);
  });
  limiter.release('running');
  await Promise.all(waiting);
  expect(order).toEqual(['greedy', 'calm', 'other', 'greedy', 'greedy']);
});

const signal = (): AbortSignal => new AbortController().signal;

test('a request whose client leaves gives up its turn, and its place in the queue', async () => {
  const limiter = new ConcurrencyLimiter({ perAccount: 1, total: 2 });
  expect(limiter.tryAcquire('hasty')).toBe(true);
  // More than all queues hold: each leaves room for the next.
  for (let index = 0; index < 5_100; index += 1) {
    const gone = new AbortController();
    const acquired = limiter.acquire('hasty', gone.signal);
    gone.abort();
    expect(await acquired).toBe(false);
  }
  const patient = limiter.acquire('hasty', signal());
  limiter.release('hasty');
  expect(await patient).toBe(true);
  limiter.release('hasty');
  expect([limiter.tryAcquire('hasty'), limiter.tryAcquire('other')]).toEqual([true, true]);
});

test('the queue of an account ends at 1,000 requests, and all queues together at 5,000', async () => {
  const limiter = new ConcurrencyLimiter({ perAccount: 1, total: 1 });
  limiter.tryAcquire('running');
  const refused = (accountId: string): Promise<unknown> =>
    limiter.acquire(accountId, signal()).catch((error: unknown) => (error as { code: string }).code);
  for (let account = 0; account < 5; account += 1) {
    for (let index = 0; index < 999; index += 1) void limiter.acquire(`account-${account}`, signal());
    void limiter.acquire(`account-${account}`, signal());
    if (account < 4) expect(await refused(`account-${account}`)).toBe('tooManyRequests');
  }
  expect(await refused('late')).toBe('unavailable');
});

/** A store that records what is asked of it, and grants it all. */
function recordingStore(batch: number) {
  const demands: Demand[] = [];
  const consume = (_accountId: string, demand: Demand): Consumed => {
    demands.push(demand);
    return { granted: demand.wanted, nextInMs: 0 };
  };
  return { demands, store: { batch, consume } };
}

test('refused requests take a moment each, and ask an empty bucket only when it may hold a token again', async () => {
  const clock = fakeClock();
  const demands: Demand[] = [];
  const consume = (_accountId: string, demand: Demand): Consumed => {
    demands.push(demand);
    return { granted: 0, nextInMs: 60_000 };
  };
  const limiter = new RateLimiter({ batch: 5, consume }, clock);
  for (let index = 1; index <= 20; index += 1) {
    await expect(limiter.admit('flooding')).rejects.toMatchObject({ code: 'tooManyRequests' });
    expect(clock.now()).toBe(index * 250);
  }
  expect(demands).toHaveLength(1);
  await clock.pause(60_000);
  await expect(limiter.admit('flooding')).rejects.toMatchObject({ code: 'tooManyRequests' });
  expect(demands).toHaveLength(2);
});

test('tokens that were granted in advance are spent within a second, or given back', async () => {
  const clock = fakeClock();
  const { demands, store } = recordingStore(10);
  const limiter = new RateLimiter(store, clock);
  for (let index = 0; index < 3; index += 1) await limiter.consume('calm');
  expect(demands).toEqual([{ wanted: 10, owed: 0 }]);
  await clock.pause(999);
  await limiter.consume('calm');
  expect(demands).toHaveLength(1);
  await clock.pause(1);
  await limiter.consume('calm');
  expect(demands).toEqual([
    { wanted: 10, owed: 0 },
    { wanted: 10, owed: -6 },
  ]);
});

test('a failure of the database is answered without the delay of a refusal', async () => {
  const clock = fakeClock();
  const consume = (): Consumed => {
    throw new Error('the connection broke');
  };
  const limiter = new RateLimiter({ batch: 5, consume }, clock);
  await expect(limiter.admit('anyone')).rejects.toThrow('the connection broke');
  expect(clock.now()).toBe(0);
});

test('large bodies of an account are worked on one at a time, and keep neither its small ones nor other accounts waiting', async () => {
  const limits = new RequestLimits({
    rate: undefined,
    open: new ConcurrencyLimiter({ perAccount: 4, total: 8 }),
    working: new ConcurrencyLimiter({ perAccount: 4, total: 8 }),
    workingOnLarge: new ConcurrencyLimiter({ perAccount: 1, total: 2 }),
  });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const send = (accountId: string, name: string, bytes: number): Promise<boolean> => {
    const response = Object.assign(new EventEmitter(), { closed: false, destroyed: false });
    return limits.work(accountId, response as unknown as Response, bytes, () => {
      begun.push(name);
      return new Promise(resolve => ends.set(name, resolve));
    });
  };
  const requests = [
    send('busy', 'large 1', 100_000),
    send('busy', 'large 2', 100_000),
    send('busy', 'small', 1_000),
    send('other', 'large of another', 100_000),
  ];
  await nextTurn();
  expect(begun).toEqual(['large 1', 'small', 'large of another']);
  ends.get('large 1')?.();
  await nextTurn();
  expect(begun).toEqual(['large 1', 'small', 'large of another', 'large 2']);
  for (const end of ends.values()) end();
  expect(await Promise.all(requests)).toEqual([true, true, true, true]);
});

test('the control API makes the lists of an account one at a time, and keeps nothing else waiting', async () => {
  const limiter = (perAccount: number) => new ConcurrencyLimiter({ perAccount, total: 8 });
  const begun: string[] = [];
  const send = (accountId: string, kind: ControlKind, name: string): EventEmitter => {
    const response = Object.assign(new EventEmitter(), { closed: false, destroyed: false });
    const request = { path: '/', query: {} } as Request;
    void limit(accountId, kind)(request, response as unknown as Response, () => begun.push(name));
    return response;
  };
  const limits = { rate: undefined, working: limiter(4), listing: limiter(1) };
  const limit = (accountId: string, kind: ControlKind) =>
    limitControl(
      limits,
      () => accountId,
      () => kind,
    );
  const first = send('busy', 'list', 'list 1');
  send('busy', 'list', 'list 2');
  send('busy', 'other', 'something else');
  send('busy', 'lasting', 'a stream');
  send('other', 'list', 'list of another');
  await nextTurn();
  const concurrent = ['a stream', 'list 1', 'list of another', 'something else'];
  expect(begun.toSorted()).toEqual(concurrent);
  first.emit('prefinish');
  await nextTurn();
  expect(begun.at(-1)).toBe('list 2');
});

test.each(['before', 'just after'])(
  'nothing is done for a client that leaves %s its turn comes',
  async moment => {
    const limiter = () => new ConcurrencyLimiter({ perAccount: 1, total: 1 });
    const open = limiter();
    const limits = new RequestLimits({
      rate: undefined,
      open,
      working: limiter(),
      workingOnLarge: limiter(),
    });
    const response = Object.assign(new EventEmitter(), { closed: false, destroyed: false });
    open.tryAcquire('hasty');
    let isServed = false;
    const admitted = limits.admit('hasty', response as unknown as Response, async () => {
      isServed = true;
    });
    if (moment === 'before') response.emit('close');
    open.release('hasty');
    if (moment === 'just after') response.emit('close');
    expect(await admitted).toBe(false);
    expect(isServed).toBe(false);
    expect(open.tryAcquire('hasty')).toBe(true);
  },
);
