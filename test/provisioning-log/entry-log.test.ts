/** The writer of the provisioning log: behind the answers, in batches, within bounds. */
import type { BackgroundLoops } from '../../src/base/background-loop.ts';
import type { HealthUpdate } from '../../src/provisioning-log/connection/connection-health.ts';
import type { LogEntry, LogRecord } from '../../src/provisioning-log/entry.ts';
import { LogWriter } from '../../src/provisioning-log/log-writer.ts';
import { backgroundLoops } from '../support/background-loops.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Entry {
  readonly name: string;
  readonly accountId?: string;
  readonly outcome?: LogRecord['outcome'];
  readonly bytes?: number;
}

const AT = Date.parse('2027-01-31T18:00:00Z');
const OUTAGE = 'the provisioning log waits for its database';

const record = ({ name, accountId = 'acme', outcome = 'done' }: Entry): LogRecord => {
  if (name === 'indescribable') throw new Error('no words for it');
  return {
    accountId,
    tokenId: null,
    at: AT,
    requestId: 'request',
    identityProvider: 'okta',
    userAgent: null,
    method: 'GET',
    path: '/scim/v2/Users',
    bulkIndex: null,
    outcome,
    meaning: name,
    memberId: null,
    userName: null,
    externalId: null,
    changed: [],
    ignored: [],
    unknownAttributes: 0,
    unknownNames: [],
    events: [],
    status: outcome === 'refused' ? 401 : 200,
    scimType: null,
    detail: null,
    explanation: outcome === 'refused' ? 'token_expired' : null,
    durationMs: 1,
    isUnproven: false,
  };
};

class Store {
  readonly batches: (readonly LogEntry[])[] = [];
  readonly health: HealthUpdate[] = [];
  failing = false;

  writeEntries(entries: readonly LogEntry[], health: readonly HealthUpdate[]): Promise<void> {
    if (this.failing) return Promise.reject(new Error('no database'));
    this.batches.push(entries);
    this.health.push(...health);
    return Promise.resolve();
  }

  get written(): readonly string[] {
    return this.batches.flat().map(({ meaning }) => meaning);
  }
}

interface Scene {
  readonly loops: BackgroundLoops;
  readonly store: Store;
  readonly log: LogWriter<Entry>;
  readonly lines: string[];
  now: number;
  busyShare: number;
}

const started: BackgroundLoops[] = [];

function setTheScene(): Scene {
  const store = new Store();
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const lineLog = { error: note, warn: note, info: note, debug: note };
  let made = 0;
  const loops = backgroundLoops({ log: lineLog });
  const scene: Scene = {
    loops,
    store,
    lines,
    now: AT,
    busyShare: 0,
    log: new LogWriter<Entry>({
      store,
      describe: record,
      measure: ({ accountId = 'acme', bytes = 1_000 }) => ({ accountId, at: AT, bytes }),
      newId: () => {
        made += 1;
        return String(made).padStart(6, '0');
      },
      now: () => scene.now,
      watchBusyness: () => () => scene.busyShare,
      onWritten: () => undefined,
      loops,
      log: lineLog,
    }),
  };
  loops.start();
  started.push(loops);
  return scene;
}

afterEach(async () => {
  for (const loops of started.splice(0)) await loops.stop();
});

const reads = (log: LogWriter<Entry>, count: number): void => {
  for (let index = 0; index < count; index += 1) log.recordRead({ name: `read ${index}` });
};

test('what happened is written by itself, a moment later and in one batch', async () => {
  const { log, store } = setTheScene();
  log.recordChange({ name: 'created' });
  log.recordRead({ name: 'read' });
  expect(store.batches).toEqual([]);
  await waitUntil('the first batch', 10_000, () => store.batches.length > 0);
  expect(store.batches).toHaveLength(1);
  expect(store.written).toEqual(['created', 'read']);
});

test('an entry has its place in the log by when its request was answered, whichever is written first', async () => {
  const { log, store } = setTheScene();
  log.recordRead({ name: 'looked up' });
  log.recordChange({ name: 'created' });
  log.recordRead({ name: 'read' });
  await log.flush();
  expect(store.written).toEqual(['created', 'looked up', 'read']);
  const inOrder = store.batches.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1));
  expect(inOrder.map(({ meaning }) => meaning)).toEqual(['looked up', 'created', 'read']);
});

test('a batch is cut into short transactions', async () => {
  const { log, store } = setTheScene();
  reads(log, 450);
  await log.flush();
  expect(store.batches.map(batch => batch.length).filter(length => length > 0)).toEqual([200, 200, 50]);
});

test('while the process is busy a tick writes every change and only some of the reads', async () => {
  const scene = setTheScene();
  scene.busyShare = 0.95;
  reads(scene.log, 200);
  for (let index = 0; index < 250; index += 1) scene.log.recordChange({ name: `change ${index}` });
  await waitUntil('the first tick', 10_000, () => scene.store.batches.length >= 2);
  const { written } = scene.store;
  expect(written.filter(name => name.startsWith('change'))).toHaveLength(250);
  expect(written.filter(name => name.startsWith('read'))).toHaveLength(60);
  await waitUntil('the other reads', 3_000, () => scene.store.written.length === 450);
  expect(scene.log.missing).toBe(0);
});

test('of more reads than can wait the oldest are dropped, counted and logged once', async () => {
  const { log, store, lines } = setTheScene();
  reads(log, 25_000);
  expect(log.waiting).toBeLessThanOrEqual(10_000);
  await log.flush();
  expect(log.missing + store.written.length).toBe(25_000);
  expect(store.written).toEqual(store.written.map((_, index) => `read ${log.missing + index}`));
  expect(lines.filter(line => line.includes('cannot keep up'))).toHaveLength(1);
});

test('an account that leaves more than its share gives up its own reads, and none of another account', async () => {
  const { log, store } = setTheScene();
  log.recordRead({ name: 'innocent', accountId: 'calm' });
  for (let index = 0; index < 50; index += 1) {
    log.recordRead({ name: `large ${index}`, accountId: 'busy', bytes: 1_000_000 });
  }
  expect(log.waitingBytes).toBeLessThanOrEqual(8_388_608 + 1_000);
  await log.flush();
  expect(store.written).toContain('innocent');
  expect(store.written).toContain('large 49');
  expect(log.missing).toBe(51 - store.written.length);
});

test('while the database is away the log holds 32 MiB in all, and gives up reads before changes', async () => {
  const { log, store } = setTheScene();
  store.failing = true;
  for (let account = 0; account < 60; account += 1) {
    log.recordChange({ name: `change ${account}`, accountId: `account-${account}`, bytes: 100_000 });
    for (let index = 0; index < 10; index += 1) {
      log.recordRead({ name: 'read', accountId: `account-${account}`, bytes: 100_000 });
    }
  }
  expect(log.waitingBytes).toBeLessThanOrEqual(33_554_432);
  expect(log.waitingBytes).toBeGreaterThan(16_777_216);
  store.failing = false;
  await log.flush();
  expect(store.written.filter(name => name.startsWith('change'))).toHaveLength(60);
  expect(log.waitingBytes).toBe(0);
});

test('what waits of many accounts is written in turn, so that one with much does not hold up the others', async () => {
  const { log, store } = setTheScene();
  for (let index = 0; index < 1_000; index += 1) log.recordRead({ name: 'many', accountId: 'busy' });
  log.recordRead({ name: 'one', accountId: 'calm' });
  await log.flush();
  expect(store.batches[0]?.map(({ meaning }) => meaning)).toContain('one');
});

test('changes are not given up for reads', async () => {
  const { log, store } = setTheScene();
  log.recordChange({ name: 'created' });
  reads(log, 20_000);
  await log.flush();
  expect(store.written[0]).toBe('created');
});

test('a flood of refusals fills no disk: a hundred a minute and account, and one entry for the rest', async () => {
  const scene = setTheScene();
  const { log, store } = scene;
  for (let index = 0; index < 5_000; index += 1) log.recordRefusal({ name: 'no token', accountId: '' }, '');
  log.recordRefusal({ name: 'expired', accountId: 'acme' }, 'acme');
  await log.flush();
  expect(store.written.filter(name => name === 'no token')).toHaveLength(100);
  expect(store.written).toContain('expired');
  scene.now += 60_000;
  log.recordRefusal({ name: 'no token', accountId: '' }, '');
  await log.flush();
  expect(store.written.filter(name => name.startsWith('no token')).slice(100)).toEqual([
    'no token',
    'no token (and 4899 more requests like it within a minute)',
  ]);
});

test('of more floods than can wait the oldest are given up, and counted', async () => {
  const scene = setTheScene();
  const { log, store } = scene;
  for (let kind = 0; kind < 1_002; kind += 1) {
    for (let index = 0; index < 101; index += 1)
      log.recordRefusal({ name: `flood ${kind}`, bytes: 1 }, `kind ${kind}`);
  }
  scene.now += 60_000;
  log.recordRefusal({ name: 'the next minute', bytes: 1 }, 'another kind');
  expect(log.missing).toBe(2);
  await log.flush();
  const sums = store.written.slice(-1_000).map(name => name.replace(/ \(.*/, ''));
  expect(sums).toEqual(Array.from({ length: 1_000 }, (_, index) => `flood ${index + 2}`));
});

test('the entry for a flood is written when its minute is over, without another request', async () => {
  const scene = setTheScene();
  for (let index = 0; index < 150; index += 1) scene.log.recordRefusal({ name: 'again', accountId: '' }, '');
  scene.now += 60_000;
  await waitUntil('the sum', 3_000, () => scene.store.written.some(name => name.includes('49 more')));
});

test('what the database does not take waits and is tried again, in order and once', async () => {
  const { log, store, lines } = setTheScene();
  store.failing = true;
  log.recordChange({ name: 'first' });
  await expect(log.flush()).rejects.toThrow('no database');
  log.recordChange({ name: 'second' });
  expect(log.waiting).toBe(2);
  store.failing = false;
  await log.flush();
  expect(store.written).toEqual(['first', 'second']);
  expect(lines).toEqual([OUTAGE, 'a background loop works again']);
});

test('an outage is logged once, and ends by itself', async () => {
  const { log, store, lines } = setTheScene();
  store.failing = true;
  log.recordChange({ name: 'first' });
  await waitUntil('the warning', 10_000, () => lines.length > 0);
  expect(lines).toEqual([OUTAGE]);
  store.failing = false;
  await waitUntil('the retry', 5_000, () => store.written.includes('first'));
});

test('one entry that cannot be described does not stop the others', async () => {
  const { log, store, lines } = setTheScene();
  log.recordChange({ name: 'indescribable' });
  log.recordChange({ name: 'fine' });
  await log.flush();
  expect(store.written).toEqual(['fine']);
  expect(log.missing).toBe(1);
  expect(lines).toEqual(['an entry could not be described']);
});

test('what still waits is written when the service stops', async () => {
  const { log, loops, store } = setTheScene();
  reads(log, 1_500);
  log.recordChange({ name: 'last' });
  await loops.stop();
  expect(store.written).toHaveLength(1_501);
});

test('entries that are lost at the end are logged', async () => {
  const { log, loops, store, lines } = setTheScene();
  store.failing = true;
  log.recordChange({ name: 'last' });
  await loops.stop();
  expect(lines).toEqual(['entries of the provisioning log are lost', OUTAGE]);
});

describe('the health of connections', () => {
  test('comes from what is written: first, last, last success and last error in words', async () => {
    const { log, store } = setTheScene();
    log.recordRead({ name: 'fine' });
    log.recordRefusal({ name: 'expired', outcome: 'refused' }, 'acme');
    log.recordRefusal({ name: 'no token', accountId: '', outcome: 'refused' }, '');
    await log.flush();
    expect(store.health).toEqual([
      {
        accountId: 'acme',
        firstRequestAt: AT,
        lastRequestAt: AT,
        lastSuccessAt: AT,
        lastUnproven: null,
        lastError: {
          at: AT,
          status: 401,
          message: 'the token has expired',
          explanation: 'token_expired',
        },
        milestones: expect.objectContaining({ testedAt: AT }),
      },
    ]);
  });

  test('is written once a second at most, however many requests there are', async () => {
    const scene = setTheScene();
    const { log, store } = scene;
    log.recordRead({ name: 'one' });
    await waitUntil('the first batch', 10_000, () => store.health.length === 1);
    log.recordRead({ name: 'two' });
    await waitUntil('the second batch', 10_000, () => store.written.length === 2);
    expect(store.health).toHaveLength(1);
    scene.now += 1_000;
    await waitUntil('the next writing', 10_000, () => store.health.length === 2);
  });
});
