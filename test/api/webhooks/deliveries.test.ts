/** What the control API tells of deliveries, and how what was not delivered is delivered after all. */
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { startWebhookService, type WebhookService } from './webhook-service.ts';

const LIMIT_MS = 15_000;
const NOT_FOUND = '01a1ffb7-0000-7000-8000-000000000000';

const sequence = (value: number): string => String(value).padStart(20, '0');
const idsOf = (page: readonly Json[]): readonly unknown[] => page.map(({ id }) => id);

describe.each(databaseKinds())('deliveries in the control API, on $name', kind => {
  let hooks: WebhookService;
  let endpoint: Json;
  /** The address of the endpoint, without `/v1`. */
  let path: string;

  const start = async (retrySchedule?: string, settings?: Json): Promise<void> => {
    hooks = await startWebhookService(kind, retrySchedule);
    for (const id of ['acme', 'birch']) await hooks.service.addAccount({ id });
    endpoint = await hooks.addEndpoint(settings);
    path = `/webhook-endpoints/${String(endpoint['id'])}`;
  };
  afterEach(() => hooks.close());

  const page = (rest: string): Promise<Json> => hooks.control.expect(200, 'GET', `${path}/${rest}`);
  const list = async (rest: string): Promise<readonly Json[]> => (await page(rest))['data'] as Json[]; // a page of the API
  const refusal = async (rest: string): Promise<unknown> =>
    (await hooks.control.expect(400, 'GET', `${path}/${rest}`))['detail'];
  /** The list, as soon as it has so many entries. */
  const listOf = (count: number, rest: string): Promise<readonly Json[]> =>
    waitUntil(`${count} in ${rest}`, LIMIT_MS, async () => {
      const found = await list(rest);
      return found.length === count && found;
    });
  const refuseEvents = (...numbers: readonly number[]): void =>
    hooks.receiver.answerWith(({ events }) =>
      events.some(({ partitionkey, sequence: text }) => partitionkey && numbers.includes(Number(text)))
        ? { status: 500, body: 'not today' }
        : 204,
    );
  const deliveredTwice = (): readonly number[] =>
    hooks.receiver.received
      .filter(({ headers }) => headers['scim-replay'] === 'true')
      .flatMap(({ events }) => events.map(event => Number(event.sequence)));

  describe('attempts', () => {
    test('are listed with the newest first, by outcome and by account, and in pages', async () => {
      await start();
      refuseEvents(4);
      await hooks.writeEvents('acme', 3);
      await hooks.writeEvents('birch');
      await listOf(1, 'dead-letters');
      const all = await listOf(6, 'attempts');
      const [newest] = await list('attempts?status=failed&limit=1');
      expect(newest).toEqual({
        id: expect.any(String),
        account: 'acme',
        eventId: expect.any(String),
        firstSequence: sequence(4),
        lastSequence: sequence(4),
        trigger: 'event',
        attempt: 3,
        status: 'failed',
        failure: 'status',
        statusCode: 500,
        error: 'The receiver answered 500; only 2xx accepts an event.',
        response: 'not today',
        durationMs: expect.any(Number),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      expect(idsOf(all)).toEqual([...idsOf(all)].sort().reverse());
      const failed = await list('attempts?status=failed');
      expect(failed.map(({ attempt }) => attempt)).toEqual([3, 2, 1]);
      const ofAcme = await list('attempts?status=delivered&account=acme');
      expect(ofAcme.map(({ lastSequence }) => lastSequence)).toEqual([sequence(5), sequence(3)]);
      expect(await list('attempts?account=cedar')).toEqual([]);

      const read: unknown[] = [];
      let query = 'attempts?limit=4';
      for (let pages = 0; query !== ''; pages += 1) {
        expect(pages).toBeLessThan(2);
        const { data, next, has_more } = await page(query);
        read.push(...idsOf(data as Json[])); // a page of the API
        expect(has_more).toBe(next !== null);
        query = next === null ? '' : `attempts?limit=4&after=${String(next)}`;
      }
      expect(read).toEqual(idsOf(all));
    });

    test('are asked for in words that are known', async () => {
      await start();
      expect(await refusal('attempts?status=lost')).toBe('"status" must be one of delivered, failed.');
      expect(await refusal('attempts?after=1')).toContain('"after" is not one this service gave out');
      expect(await refusal('attempts?limit=1001')).toContain('"limit" must be a whole number');
      expect(await refusal('attempts?account=a%00')).toContain('An account id has');
      expect(await refusal('lanes?state=idle')).toBe('"state" must be one of waiting, blocked.');
      expect(await refusal('lanes?after=acme')).toContain('"after" is not one this service gave out');
      expect(await refusal('dead-letters?state=new')).toBe('"state" must be one of open, resolved.');
      expect(await refusal('replays?after=x')).toContain('"after" is not one this service gave out');
    });
  });

  test('lanes tell per account what waits and what blocks, the lane of no account first', async () => {
    await start('1h');
    refuseEvents(3);
    await hooks.writeEvents('acme', 2);
    const [blocked] = await listOf(1, 'lanes?state=blocked');
    expect(blocked).toMatchObject({ account: 'acme', nextSequence: sequence(3), failedAttempts: 1 });
    const waitMs = Date.parse(String(blocked?.['nextAttemptAt'])) - Date.now();
    expect(waitMs).toBeGreaterThan(40 * 60_000);
    expect(waitMs).toBeLessThan(75 * 60_000);
    await waitUntil('both events are ready', LIMIT_MS, async () => {
      const [lane] = await list('lanes?state=waiting');
      return lane?.['waiting'] === 2 && lane['readySequence'] === sequence(4);
    });
    const lanes = await list('lanes');
    expect(lanes.map(({ account }) => account)).toEqual([null, 'acme', 'birch']);
    expect(lanes[2]).toEqual({
      account: 'birch',
      nextSequence: sequence(3),
      readySequence: sequence(2),
      waiting: 0,
      failedAttempts: 0,
      nextAttemptAt: null,
    });
    const first = await page('lanes?limit=1');
    const second = await page(`lanes?limit=1&after=${String(first['next'])}`);
    const third = await page(`lanes?limit=1&after=${String(second['next'])}`);
    const accounts = [first, second, third].map(({ data }) => (data as Json[])[0]?.['account']);
    expect(accounts).toEqual([null, 'acme', 'birch']);
    expect(third).toMatchObject({ next: null, has_more: false });
  });

  test('of an account that an endpoint no longer listens to are hidden from who is limited to others', async () => {
    await start(undefined, { accounts: ['acme', 'birch'] });
    refuseEvents(3);
    await hooks.writeEvents('acme', 1);
    await hooks.writeEvents('birch', 1);
    const letters = await listOf(2, 'dead-letters');
    await hooks.control.expect(200, 'PATCH', path, { accounts: ['birch'] });
    const limited = await hooks.limitedTo('birch');
    const accountsIn = async (rest: string): Promise<readonly unknown[]> => {
      const { data } = await limited.expect(200, 'GET', `${path}/${rest}`);
      return [...new Set((data as Json[]).map(({ account }) => account))]; // a page of the API
    };
    expect(await accountsIn('dead-letters')).toEqual(['birch']);
    expect(await accountsIn('attempts')).toEqual(['birch']);
    expect(await accountsIn('attempts?account=acme')).toEqual([]);
    expect(await accountsIn('lanes')).not.toContain('acme');
    const foreign = letters.find(({ account }) => account === 'acme');
    for (const action of ['retry', 'resolve']) {
      await limited.expect(404, 'POST', `${path}/dead-letters/${String(foreign?.['id'])}/${action}`);
    }
    expect(await list('dead-letters?state=open')).toHaveLength(2);
  });

  describe('a dead letter', () => {
    const startWithDeadLetter = async (): Promise<Json> => {
      await start();
      refuseEvents(3);
      await hooks.writeEvents('acme', 2);
      const [letter] = await listOf(1, 'dead-letters?state=open');
      await waitUntil('the next event', LIMIT_MS, async () => {
        const delivered = await list('attempts?status=delivered&account=acme');
        return delivered.length === 1;
      });
      return letter ?? {};
    };
    const act = (letter: Json, action: string, status: number): Promise<Json> =>
      hooks.control.expect(status, 'POST', `${path}/dead-letters/${String(letter['id'])}/${action}`);

    test('says what was given up and why, and is delivered after all by a retry', async () => {
      const letter = await startWithDeadLetter();
      expect(letter).toEqual({
        id: expect.any(String),
        account: 'acme',
        firstSequence: sequence(3),
        lastSequence: sequence(3),
        eventId: expect.any(String),
        reason: 'exhausted',
        attempts: 3,
        lastError: 'The receiver answered 500; only 2xx accepts an event.',
        state: 'open',
        at: expect.any(String),
        resolvedAt: null,
      });
      expect(await list('dead-letters?state=resolved')).toEqual([]);
      refuseEvents();
      const replay = await act(letter, 'retry', 202);
      const notice = expect.stringContaining('by the id of each event');
      expect(replay).toMatchObject({ only: 'all', events: 1, remaining: 1, notice });
      const [resolved] = await listOf(1, 'dead-letters?state=resolved');
      expect(resolved).toMatchObject({ id: letter['id'], state: 'resolved' });
      expect(resolved?.['resolvedAt']).not.toBeNull();
      expect(deliveredTwice()).toEqual([3]);
      const { detail } = await act(letter, 'retry', 409);
      expect(detail).toBe('This dead letter is resolved already.');
    });

    test('is marked as dealt with, once and for all', async () => {
      const letter = await startWithDeadLetter();
      const resolved = await act(letter, 'resolve', 200);
      expect(resolved).toMatchObject({ id: letter['id'], state: 'resolved' });
      expect(await act(letter, 'resolve', 200)).toEqual(resolved);
      expect(await list('dead-letters?state=open')).toEqual([]);
      expect(await list('dead-letters')).toEqual([resolved]);
      expect(deliveredTwice()).toEqual([]);
    });

    test('belongs to its endpoint', async () => {
      const letter = await startWithDeadLetter();
      const other = await hooks.addEndpoint();
      for (const [of, id] of [
        [other, letter['id']],
        [endpoint, NOT_FOUND],
        [endpoint, 'nonsense'],
        [endpoint, '%00'],
      ] as const) {
        for (const action of ['retry', 'resolve']) {
          const address = `/webhook-endpoints/${String(of['id'])}/dead-letters/${String(id)}/${action}`;
          const { detail } = await hooks.control.expect(404, 'POST', address);
          expect(detail).toBe('There is no such dead letter of this endpoint.');
        }
      }
    });
  });

  describe('a replay', () => {
    const replay = (body?: Json, status = 202): Promise<Json> =>
      hooks.control.expect(status, 'POST', `${path}/replay`, body);
    const whenDone = (): Promise<readonly Json[]> =>
      waitUntil('the end of the replays', LIMIT_MS, async () => {
        const replays = await list('replays');
        return replays.every(({ remaining }) => remaining === 0) && replays;
      });
    const startWithEvents = async (count: number): Promise<void> => {
      await start('10ms,10ms', { accounts: ['acme'] });
      await hooks.writeEvents('acme', count);
      await listOf(count, 'attempts');
    };

    test('of sequences delivers just those again, in order, and is listed', async () => {
      await startWithEvents(5);
      const { notice, ...made } = await replay({ account: 'acme', from: '4', to: sequence(6) });
      expect(notice).toContain('by the id of each event');
      expect(made).toEqual({
        id: expect.any(String),
        only: 'all',
        events: 3,
        remaining: 3,
        createdAt: expect.any(String),
      });
      const [listed] = await whenDone();
      expect(listed).toEqual({ ...made, remaining: 0 });
      expect(deliveredTwice()).toEqual([4, 5, 6]);
      const again = await list('attempts?account=acme&limit=3');
      expect(again.map(({ trigger }) => trigger)).toEqual(['replay', 'replay', 'replay']);
    });

    test('of everything that is kept includes what was before the endpoint', async () => {
      await startWithEvents(1);
      expect(await replay()).toMatchObject({ events: 3 });
      await whenDone();
      expect(deliveredTwice()).toEqual([1, 2, 3]);
    });

    test('goes from a cursor, and from a time', async () => {
      await startWithEvents(2);
      const { next } = await hooks.control.expect(200, 'GET', '/events?account=acme&limit=3');
      await replay({ from: next });
      await whenDone();
      expect(deliveredTwice()).toEqual([4]);
      const { data } = await hooks.control.expect(200, 'GET', '/events?account=acme');
      const events = data as Json[]; // the feed
      const from = String(events.at(-1)?.['time']);
      // Two events may be of one millisecond.
      const since = events
        .filter(event => String(event['time']) >= from)
        .map(event => Number(event['sequence']));
      await replay({ from });
      await replay({ to: '2020-01-01T00:00:00Z' });
      const replays = await whenDone();
      expect(deliveredTwice()).toEqual([4, ...since]);
      expect(replays.map(replayed => replayed['events'])).toEqual([0, since.length, 1]);
      const newest = await page('replays?limit=1');
      expect(newest).toMatchObject({ next: replays[0]?.['id'], has_more: true });
      const others = await list(`replays?after=${String(newest['next'])}`);
      expect(others).toEqual(replays.slice(1));
    });

    test('of what failed delivers the dead letters alone', async () => {
      await start();
      refuseEvents(4);
      await hooks.writeEvents('acme', 3);
      await listOf(1, 'dead-letters?state=open');
      await listOf(2, 'attempts?status=delivered&account=acme');
      refuseEvents();
      expect(await replay({ only: 'failed', account: 'acme' })).toMatchObject({ only: 'failed' });
      await listOf(1, 'dead-letters?state=resolved');
      await whenDone();
      expect(deliveredTwice()).toEqual([4]);
    });

    test('is refused in words when it makes no sense', async () => {
      await start('10ms', { accounts: ['acme'] });
      const why = async (body: Json, status = 400): Promise<unknown> =>
        (await replay(body, status))['detail'];
      expect(await why({ from: '3' })).toBe('A sequence counts within one account: name it in "account".');
      expect(await why({ account: 'acme', from: '3', to: '2027-01-01T00:00:00Z' })).toContain('"to" must be');
      expect(await why({ from: 'yesterday' })).toContain('"from" must be a time such as');
      expect(await why({ from: '2027-01-31T18:00:00' })).toContain('"from" must be a time such as');
      expect(await why({ from: 3 })).toBe('"from" must be a text of 1 to 200 characters.');
      expect(await why({ only: 'delivered' })).toBe('"only" must be one of all, failed.');
      expect(await why({ account: 'a b' })).toContain('"account": An account id has');
      expect(await why({ account: 'birch' })).toBe(
        'The endpoint does not listen to the account in "account".',
      );
      expect(await why({ account: 'birch', from: '1', to: '2' })).toBe(
        'The endpoint does not listen to the account in "account".',
      );
      const foreign = `v1.${Buffer.from('abc.1').toString('base64url')}`;
      expect(await why({ from: foreign }, 410)).toContain('The feed was reset');
      expect(await why({ to: 'v1.x' })).toContain('The cursor in "to" is not one');
      expect(await list('replays')).toEqual([]);
    });

    test('waits for its turn when ten are running', async () => {
      await startWithEvents(1);
      hooks.receiver.answerWith(() => 'hang');
      for (let number = 0; number < 10; number += 1) await replay({ account: 'acme' });
      const { detail } = await replay({ account: 'acme' }, 409);
      expect(detail).toBe('10 replays of this endpoint are running; wait for one to end.');
    });
  });
});
