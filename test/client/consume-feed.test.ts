/** `consumeFeed` beside a real service: every event once and in order, whatever happens on the way. */
import { Agent, fetch as fetchThrough } from 'undici';
import {
  consumeFeed,
  type FeedConsumption,
  FeedError,
  type FeedOptions,
} from '../../client/rollcall-client.js';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type Json, metaOf, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { ConsumerStore } from './consumer-store.ts';

const SOON_MS = 15_000;

describe.each(databaseKinds())('consumeFeed, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let token: string;
  let store: ConsumerStore;
  /** Connections that end with the test, so that the service need not wait for them. */
  let agent: Agent;
  let accounts: readonly TestAccount[];
  const running: FeedConsumption[] = [];

  beforeEach(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    token = await service.serviceToken(['events:read']);
    accounts = [await service.addAccount({ id: 'acme' }), await service.addAccount({ id: 'birch' })];
    store = new ConsumerStore();
    store.accounts = ['acme', 'birch'];
    agent = new Agent();
  });

  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop().catch(() => undefined);
    store.close();
    await agent.destroy();
    await service.stop();
    await database.drop();
  });

  const ownFetch = ((url: string, options: object) =>
    fetchThrough(url, { ...options, dispatcher: agent })) as unknown as typeof fetch; // the parts that are used are alike

  function consume(options: Partial<FeedOptions> = {}): FeedConsumption {
    const consumption = consumeFeed({
      url: service.url,
      token,
      ...store.callbacks,
      waitSeconds: 1,
      pollSeconds: 0.01,
      fetch: ownFetch,
      sleep: () => new Promise(resolve => setImmediate(resolve)),
      onRetry: () => undefined,
      ...options,
    });
    consumption.finished.catch(() => undefined); // each test looks at it when it matters
    running.push(consumption);
    return consumption;
  }

  const accountAt = (index: number): TestAccount => {
    const account = accounts[index];
    if (!account) throw new Error('there is no such account');
    return account;
  };

  /** A member who stays, one who goes, and changes. */
  async function live(account: TestAccount, round: number): Promise<void> {
    const client = new ScimClient(account);
    const staying = await client.create({ userName: `stays-${round}@example.com` });
    const going = await client.create({ userName: `goes-${round}@example.com` });
    await client.patch(staying.path, { op: 'replace', path: 'title', value: `Title ${round}` });
    if (round % 2 === 0) await client.patch(staying.path, { op: 'replace', path: 'active', value: false });
    await client.delete(going.path);
  }

  const eventIds = async (account: string): Promise<readonly string[]> =>
    (await service.events(account)).map(({ id }) => id);

  async function expectCaughtUp(): Promise<void> {
    const known = await membersOf(accounts);
    await waitUntil('catching up', SOON_MS, () => JSON.stringify(store.members) === JSON.stringify(known));
    expect(store.members).toEqual(known);
  }

  /** Every event of every account has been worked on once, in the order of its account. */
  async function expectEachEventOnce(): Promise<void> {
    const perAccount = await Promise.all(accounts.map(({ accountId }) => eventIds(accountId)));
    await waitUntil('the last event', SOON_MS, () => store.effects.length >= perAccount.flat().length);
    expect([...store.effects].sort()).toEqual(perAccount.flat().sort());
    for (const ids of perAccount) expect(store.effects.filter(id => ids.includes(id))).toEqual(ids);
  }

  test('each event is worked on once and in order, beside writers, with crashes in the middle of the work', async () => {
    let works = 0;
    let crashes = 0;
    store.onEvent = () => {
      works += 1;
      if (works % 7 > 0) return;
      crashes += 1;
      throw new Error('crashed in the middle of the transaction');
    };
    consume({ limit: 5 });
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(accounts.map(account => live(account, round)));
    }
    await expectEachEventOnce();
    await expectCaughtUp();
    expect(crashes).toBeGreaterThan(3);
  });

  test('another process goes on where the first one was, and two at once share the work', async () => {
    const first = consume();
    await live(accountAt(0), 1);
    await expectEachEventOnce();
    await first.stop();
    await live(accountAt(1), 2);
    const both = [consume({ limit: 2 }), consume({ limit: 3 })];
    await live(accountAt(0), 3);
    await expectEachEventOnce();
    await expectCaughtUp();
    for (const each of both) await each.stop();
  });

  test('a gap is filled with the events of the account, each once', async () => {
    const first = consume();
    await live(accountAt(0), 1);
    await expectEachEventOnce();
    await first.stop();
    await live(accountAt(0), 2);
    // As if a page had been lost: the place is at the head, and the work was never done.
    const head = await headOf(service, token);
    await live(accountAt(0), 3);
    store.cursor = head;
    consume({ limit: 2 });
    await expectEachEventOnce();
    await expectCaughtUp();
  });

  test('a gap whose events are no longer kept is filled from a snapshot', async () => {
    for (const round of [1, 2]) await live(accountAt(0), round);
    const { length } = await service.events('acme');
    await live(accountAt(0), 3);
    await forgetEventsUpTo(`account_id = 'acme' AND sequence = ${length}`);
    consume();
    await expectCaughtUp();
    expect(store.effects).toEqual([]);
    await live(accountAt(0), 4);
    await expectCaughtUp();
    expect(store.effects.length).toBeGreaterThan(0);
  });

  test('without applySnapshot such a gap ends the consumption, in words', async () => {
    await live(accountAt(0), 1);
    await forgetEventsUpTo(`account_id = 'acme' AND sequence = 4`);
    const { applySnapshot: _applySnapshot, ...callbacks } = store.callbacks;
    const failure = await failureOf(consume({ ...callbacks, applySnapshot: undefined } as never)); // as in JavaScript
    expect(failure).toMatchObject({ code: 'gap', message: expect.stringMatching(/acme.*applySnapshot/) });
  });

  /** As retention does it: the floor first, then the events. */
  async function forgetEventsUpTo(which: string): Promise<void> {
    await headOf(service, token); // gives every event its position
    await runSql(service.database, `UPDATE feed SET floor = (SELECT position FROM events WHERE ${which})`);
    await runSql(service.database, 'DELETE FROM events WHERE position <= (SELECT floor FROM feed)');
  }

  test('after a reset (410) all is read again from snapshots, and the feed is followed again', async () => {
    const gone = await service.addAccount({ id: 'gone' });
    accounts = [...accounts, gone];
    store.accounts = ['acme', 'birch', 'gone'];
    const first = consume();
    await Promise.all(accounts.map(account => live(account, 2)));
    await expectCaughtUp();
    await first.stop();
    // A backup from before the account was made, and with other people in it.
    await runSql(service.database, "UPDATE feed SET epoch = 'abcdef'");
    for (const table of ['events', 'members', 'member_emails'])
      await runSql(service.database, `DELETE FROM ${table} WHERE account_id = 'gone'`);
    await runSql(service.database, "DELETE FROM accounts WHERE id = 'gone'");
    await live(accountAt(0), 3);
    const effects = store.effects.length;
    consume();
    accounts = accounts.slice(0, 2);
    await waitUntil('the snapshot', SOON_MS, async () => store.cursor === (await headOf(service, token)));
    expect(store.members.filter(({ account }) => account !== 'gone')).toEqual(await membersOf(accounts));
    expect(store.effects).toHaveLength(effects);
    // Made again, its events begin at 1, and none of them is taken for a repetition.
    const again = await service.addAccount({ id: 'gone' });
    await live(again, 4);
    const ids = await eventIds('gone');
    await waitUntil('the events', SOON_MS, () => store.effects.length >= effects + ids.length);
    expect(store.effects.slice(effects)).toEqual(ids);
  });

  test('without applySnapshot a reset ends the consumption, in words', async () => {
    const first = consume();
    await expectEachEventOnce();
    await first.stop();
    await runSql(service.database, "UPDATE feed SET epoch = 'abcdef'");
    const failure = await failureOf(consume({ applySnapshot: undefined } as never)); // as in JavaScript
    expect(failure).toMatchObject({ code: 'gone', status: 410 });
  });

  test('an app that joins late begins with snapshots, also when it has no account yet', async () => {
    await live(accountAt(0), 1);
    await forgetEventsUpTo(`account_id = 'acme' AND sequence = 6`);
    store.accounts = [];
    const early = consume({ startWith: 'snapshots' });
    await waitUntil('the place', SOON_MS, () => store.cursor !== '');
    await early.stop();
    expect(store.members).toEqual([]);
    store.cursor = '';
    store.accounts = ['acme', 'birch'];
    consume({ startWith: 'snapshots' });
    await expectCaughtUp();
    await live(accountAt(1), 2);
    await expectCaughtUp();
  });

  test('a filter by type or by account gives those events alone, and its holes are no gaps', async () => {
    await Promise.all(accounts.map(account => live(account, 2)));
    consume({ types: ['team_member.deleted', 'team_member.deprovisioned'] });
    const wanted = (await service.events('acme')).filter(({ type }) => /deleted|deprovisioned/.test(type));
    await waitUntil('the events', SOON_MS, () => store.effects.length >= 2 * wanted.length);
    expect(store.effects.filter(id => wanted.some(event => event.id === id))).toEqual(
      wanted.map(({ id }) => id),
    );
    expect(store.effects).toHaveLength(2 * wanted.length);

    const other = new ConsumerStore();
    const only = consume({ ...other.callbacks, account: 'birch' });
    const ids = await eventIds('birch');
    await waitUntil('the events', SOON_MS, () => other.effects.length >= ids.length);
    expect(other.effects).toEqual(ids);
    await only.stop();
    other.close();
  });

  test('the app learns that everything was read only when everything was read', async () => {
    await Promise.all(accounts.map(account => live(account, 2)));
    const toldAt: { at: number; effects: number }[] = [];
    consume({ limit: 3, onCaughtUp: at => toldAt.push({ at, effects: store.effects.length }) });
    await waitUntil('catching up', SOON_MS, () => toldAt.length > 1);
    const all = (await eventIds('acme')).length + (await eventIds('birch')).length;
    expect(toldAt[0]?.effects).toBe(all);
    expect(toldAt.every(({ at }) => at <= Date.now())).toBe(true);
  });

  test('a wrong token or scope ends the consumption, in words', async () => {
    for (const [wrong, status, words] of [
      ['nonsense', 401, /bearer token is not valid/],
      [await service.serviceToken(['members:read']), 403, /events:read/],
    ] as const) {
      const failure = await failureOf(consume({ token: wrong }));
      expect(failure).toMatchObject({ code: 'refused', status, message: expect.stringMatching(words) });
    }
  });

  test('an outage is waited out, and the token is asked for again', async () => {
    const retries: unknown[] = [];
    let isDown = true;
    const tokens = ['first', token];
    consume({
      token: () => tokens[isDown ? 0 : 1] ?? '',
      fetch: (...request) => (isDown ? Promise.reject(new TypeError('fetch failed')) : ownFetch(...request)),
      onRetry: retry => {
        retries.push(retry);
        isDown = retries.length < 5;
      },
    });
    await live(accountAt(0), 1);
    await expectEachEventOnce();
    expect(retries).toHaveLength(5);
  });

  test('stop ends a page that is being waited for', async () => {
    const consumption = consume({ waitSeconds: 30 });
    await expectEachEventOnce();
    const before = performance.now();
    await consumption.stop();
    await consumption.finished;
    expect(performance.now() - before).toBeLessThan(5_000);
    const aborted = new AbortController();
    const other = consume({ waitSeconds: 30, signal: aborted.signal });
    aborted.abort();
    await other.finished;
    const never = consume({ signal: aborted.signal });
    await never.finished;
  });
});

async function failureOf(consumption: FeedConsumption): Promise<FeedError> {
  const failure = await consumption.finished.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof FeedError) return failure;
  throw new Error('the consumption did not fail as expected', { cause: failure });
}

async function headOf(service: TestService, token: string): Promise<string> {
  const response = await fetch(`${service.url}/v1/events?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { head } = (await response.json()) as { head: string }; // the documented form
  return head;
}

/** As the identity providers see them. */
async function membersOf(accounts: readonly TestAccount[]): Promise<ConsumerStore['members']> {
  const lists = accounts.map(async account => {
    const { body } = await new ScimClient(account).get('/Users?count=1000');
    const users = body['Resources'] as Json[]; // a ListResponse
    return users.map(user => ({
      account: account.accountId,
      id: String(user['id']),
      userName: String(user['userName']),
      active: Number(user['active']),
      version: Number(/\d+/.exec(String(metaOf(user)['version']))?.[0]),
    }));
  });
  return (await Promise.all(lists))
    .flat()
    .sort((left, right) => (`${left.account} ${left.id}` < `${right.account} ${right.id}` ? -1 : 1));
}
