/** What is old is deleted, and a reader that has not read it learns of the gap. */

import type { Database } from '../../../src/store/database/database.ts';
import { openDatabase } from '../../../src/store/database/open.ts';
import { EventLog } from '../../../src/store/events/event-log.ts';
import { SqlRetentionStore } from '../../../src/store/events/retention-store.ts';
import type { DeadLetter } from '../../../src/webhooks/endpoint-store.ts';
import { parseReplayRange } from '../../../src/webhooks/replay-range.ts';
import { readAllTables, runSql } from '../../support/database/database-contents.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { requestsOf, sequencesOf, span } from '../../support/webhooks/received-events.ts';
import { type EventSource, WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const DAY = 86_400_000;
const TEN_MINUTES = 600_000;
const SOON_MS = 10_000;

describe.each(databaseKinds())('retention, on $name', kind => {
  let scene: WebhookScene;
  let token: string;

  beforeEach(async () => {
    scene = await WebhookScene.start(kind);
    token = await scene.service.serviceToken();
  });
  afterEach(() => scene.stop());

  const run = (): Promise<void> => scene.service.deliveries.retention.run();

  interface FeedAnswer {
    readonly status: number;
    readonly body: {
      readonly data?: { readonly partitionkey: string; readonly sequence: string }[];
      readonly next?: string;
      readonly type?: string;
    };
  }

  async function feed(query: string): Promise<FeedAnswer> {
    const response = await fetch(`${scene.service.url}/v1/events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: (await response.json()) as FeedAnswer['body'] }; // the feed's own form
  }

  const keptOf = async ({ accountId }: EventSource): Promise<readonly number[]> =>
    (await scene.service.events(accountId)).map(({ sequence }) => Number(sequence));

  /** Makes everything in the feed up to an event of an account, the newest by default, as old as so many days. */
  async function age({ accountId }: EventSource, days: number, upTo?: number): Promise<void> {
    await feed(''); // on PostgreSQL it gives the events their positions
    const which = upTo === undefined ? '' : `AND sequence = ${upTo}`;
    await runSql(
      scene.service.database,
      `INSERT INTO uptime_marks (uptime, clock_low, clock_high, head)
       SELECT max(uptime) - ${days * DAY} + count(*), ${scene.now() - days * DAY}, ${scene.now() - days * DAY},
              (SELECT max(position) FROM events WHERE account_id = '${accountId}' ${which})
         FROM uptime_marks`,
    );
  }

  /** The service notes how far it has come, as it does every few minutes. */
  async function passMark(): Promise<void> {
    scene.advance(TEN_MINUTES);
    await run();
  }

  const lettersOf = (endpointId: string): Promise<readonly DeadLetter[]> =>
    scene.endpoints.deadLetters(endpointId, { after: undefined, limit: 100, isOpen: undefined });

  const published = async (): Promise<readonly unknown[]> =>
    (await scene.operationalEvents('delivery.exhausted')).map(({ data }) => data);

  test('deletes events after 90 days and keeps younger ones', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(4);
    await age(source, 90, 3);
    await age(source, 89, 2);
    await run();
    expect(await keptOf(source)).toEqual([4, 5, 6]);

    await passMark();
    scene.advance(89 * DAY);
    await run();
    expect(await keptOf(source)).toEqual([4, 5, 6]);
    scene.advance(DAY + 60_000);
    await run();
    expect(await keptOf(source)).toEqual([]);
  });

  test('answers 410 to cursors of what is gone, and begins without one at what is kept', async () => {
    const source = await scene.addAccount();
    const { body: first } = await feed('limit=1');
    await source.makeEvents(4);
    const { body: read } = await feed('');
    await source.makeEvents(1);
    await age(source, 91, 6);
    await run();

    expect(await feed(`after=${first.next}`)).toMatchObject({
      status: 410,
      body: { type: 'urn:rollcall:problem:cursor-expired' },
    });
    for (const query of ['', `after=${read.next}`]) {
      const { status, body } = await feed(query);
      expect(status).toBe(200);
      expect(body.data?.map(({ sequence }) => Number(sequence))).toEqual([7]);
    }
    const expired = parseReplayRange(first.next, undefined, undefined);
    if (expired.kind !== 'span' || expired.from?.kind !== 'position') throw new Error('it is a cursor');
    await expect(
      scene.addEndpoint({ url: 'http://127.0.0.1:9/', start: expired.from }),
    ).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('expired') });
    const { endpoint } = await scene.addEndpoint({ url: 'http://127.0.0.1:9/' });
    await expect(scene.endpoints.replay(endpoint.id, expired, false)).rejects.toMatchObject({ code: 'gone' });
  });

  test('moves the floor before it deletes, and makes good what a crash left in between', async () => {
    const source = await scene.addAccount();
    const { body: first } = await feed('limit=1');
    await source.makeEvents(3);
    await age(source, 91, 4);
    const database = await openDatabase(scene.service.database);
    const events = new EventLog(database, () => scene.service.url);
    const crashing = new SqlRetentionStore(failingAt(database, 'DELETE FROM events'), events, () =>
      crypto.randomUUID(),
    );
    await expect(crashing.expireEvents(4, scene.now())).rejects.toThrow('the power is gone');
    await database.close();

    const rows = async (): Promise<number | undefined> =>
      (await readAllTables(scene.service.database)).get('events')?.length;
    expect(await rows()).toBe(5);
    expect((await feed(`after=${first.next}`)).status).toBe(410);
    expect(await keptOf(source)).toEqual([5]);
    await age(source, 91);
    await run();
    expect(await rows()).toBe(0);
  });

  test('notifies an endpoint that was disabled too long once of what it has missed, and continues behind it', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source.accountId] });
    await source.makeEvents(1);
    await scene.attempted(endpoint.id, 1);
    await scene.endpoints.disable(endpoint.id);
    await source.makeEvents(5);
    await waitUntil(
      'the events to be ready',
      SOON_MS,
      async () => (await scene.lanes(endpoint.id))[0]?.readySequence === 8,
    );
    await age(source, 91, 5);
    await run();
    await age(source, 91, 6);
    await run();
    await run();

    const [letter, ...others] = await lettersOf(endpoint.id);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      accountId: source.accountId,
      firstSequence: 4,
      lastSequence: 6,
      eventId: null,
      reason: 'expired',
      attempts: 0,
      resolvedAt: null,
    });
    const about = {
      endpoint: { id: endpoint.id, url: receiver.url },
      account: { id: source.accountId },
      reason: 'expired',
    };
    expect(await published()).toMatchObject([
      { ...about, firstSequence: '00000000000000000004', lastSequence: '00000000000000000005' },
      { ...about, firstSequence: '00000000000000000006', lastSequence: '00000000000000000006' },
    ]);
    await expect(scene.endpoints.retry(endpoint.id, letter?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('no longer kept'),
    });

    await scene.endpoints.enable(endpoint.id, 'backlog');
    await waitUntil('the rest', SOON_MS, () => receiver.received.length === 3);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 7, 8]);
    expect(Number(receiver.received[1]?.headers['scim-previous-sequence'])).toBe(3);
  });

  test('takes what has waited too long from a lane that fails, whose attempts restart behind it', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source.accountId] });
    await source.makeEvents(2);
    await scene.attempted(endpoint.id, 1);
    await age(source, 91, 3);
    receiver.answerWith(() => 204);
    await run();

    expect(await lettersOf(endpoint.id)).toMatchObject([
      { firstSequence: 3, lastSequence: 3, attempts: 1, reason: 'expired' },
    ]);
    scene.service.deliveries.wake();
    await scene.attempted(endpoint.id, 2);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 4]);
    expect(receiver.received[1]?.headers['scim-delivery-attempt']).toBe('1');
  });

  test('says nothing of events that an endpoint did not want, nor of those it has had', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive();
    const { endpoint: other } = await scene.addEndpoint({
      url: receiver.url,
      types: ['team_member.deleted'],
    });
    const { endpoint: current } = await scene.addEndpoint({ url: receiver.url });
    await scene.endpoints.disable(other.id);
    await source.makeEvents(2);
    await scene.attempted(current.id, 2);
    await age(source, 91);
    await run();

    expect(await keptOf(source)).toEqual([]);
    expect(await lettersOf(other.id)).toEqual([]);
    expect(await lettersOf(current.id)).toEqual([]);
    expect(await published()).toEqual([]);
    expect(await scene.lanes(other.id, 'waiting')).toEqual([]);
  });

  test('takes from a replay what is gone, without a letter', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(4);
    const receiver = await scene.receive();
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts, start: 'beginning' });
    await scene.attempted(endpoint.id, 4);
    await scene.endpoints.disable(endpoint.id);
    const all = parseReplayRange('3', undefined, source.accountId);
    const gone = parseReplayRange('3', '4', source.accountId);
    await scene.endpoints.replay(endpoint.id, all, false);
    await scene.endpoints.replay(endpoint.id, gone, false);
    await age(source, 91, 4);
    await run();
    const list = { after: undefined, limit: 9 };
    expect((await scene.endpoints.replays(endpoint.id, list)).map(({ remaining }) => remaining)).toEqual([
      0, 2,
    ]);
    await scene.endpoints.enable(endpoint.id, 'backlog');
    await scene.attempted(endpoint.id, 6);

    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 4, 5, 6, 5, 6]);
    expect(await lettersOf(endpoint.id)).toEqual([]);
  });

  test('deletes thousands of events in batches', async () => {
    const source = await scene.addAccount();
    const { endpoint } = await scene.addEndpoint({
      url: 'http://127.0.0.1:9/',
      accounts: [source.accountId],
    });
    await scene.endpoints.disable(endpoint.id);
    await source.makeEvents(1);
    await feed('');
    const copies = 2_500;
    const text = kind.name === 'SQLite' ? "printf('copy-%08d', n)" : 'to_char(n, \'FM"copy-"00000000\')';
    await runSql(
      scene.service.database,
      `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ${copies})
       INSERT INTO events (id, account_id, sequence, position, type, subject, occurred_at, body)
       SELECT ${text}, account_id, sequence + n, position + 1 + n, type, subject, occurred_at, body
         FROM events, copies WHERE account_id = '${source.accountId}' AND sequence = 3`,
    );
    await runSql(scene.service.database, `UPDATE feed SET head = head + 1 + ${copies}`);
    await runSql(
      scene.service.database,
      `UPDATE lanes SET ready_sequence = ${3 + copies} WHERE account_id = '${source.accountId}'`,
    );
    await runSql(
      scene.service.database,
      `UPDATE accounts SET last_sequence = ${3 + copies} WHERE id = '${source.accountId}'`,
    );
    await passMark();
    scene.advance(91 * DAY);
    await run();

    expect(await keptOf(source)).toEqual([]);
    expect(await lettersOf(endpoint.id)).toMatchObject([{ firstSequence: 3, lastSequence: 3 + copies }]);
    await source.makeEvents(1);
    expect(await keptOf(source)).toEqual([4 + copies]);
  });

  test('deletes attempts after 30 days, and dead letters and replays that ended after 90', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 500);
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts });
    await source.makeEvents(1);
    for (let failures = 1; failures <= 13; failures += 1) {
      await scene.attempted(endpoint.id, failures);
      await scene.advanceToNextRetry(endpoint.id);
    }
    await scene.attempted(endpoint.id, 14);
    const [letter] = await lettersOf(endpoint.id);
    receiver.answerWith(() => 204);
    await scene.endpoints.replay(endpoint.id, parseReplayRange('3', '3', source.accountId), false);
    await scene.attempted(endpoint.id, 15);
    const counts = async (): Promise<readonly number[]> => [
      (await scene.attempts(endpoint.id)).length,
      (await lettersOf(endpoint.id)).length,
      (await scene.endpoints.replays(endpoint.id, { after: undefined, limit: 9 })).length,
    ];

    await passMark();
    scene.advance(20 * DAY);
    await run();
    const [, ...others] = await counts();
    expect(others).toEqual([1, 1]);
    expect(await scene.attempts(endpoint.id)).toContainEqual(expect.objectContaining({ at: letter?.at }));
    scene.advance(10 * DAY + 2 * TEN_MINUTES);
    await run();
    expect(await counts()).toEqual([0, 1, 1]);
    scene.advance(60 * DAY);
    await run();
    expect(await counts()).toEqual([0, 0, 0]);
  });

  test('leaves a dead letter standing whose event is gone; to retry it is refused in words', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source.accountId] });
    await source.makeEvents(1);
    for (let failures = 1; failures <= 13; failures += 1) {
      await scene.attempted(endpoint.id, failures);
      await scene.advanceToNextRetry(endpoint.id);
    }
    await scene.attempted(endpoint.id, 14);
    await age(source, 91);
    await run();
    const [letter] = await lettersOf(endpoint.id);

    expect(letter).toMatchObject({ reason: 'exhausted', firstSequence: 3, resolvedAt: null });
    await expect(scene.endpoints.retry(endpoint.id, letter?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('no longer kept'),
    });
    expect(await scene.endpoints.replays(endpoint.id, { after: undefined, limit: 9 })).toEqual([]);
    expect(requestsOf(receiver, source.accountId)).toHaveLength(span(1, 14).length);
  });
});

/** A database on which one kind of statement finds the power gone. */
function failingAt(database: Database, beginning: string): Database {
  return new Proxy(database, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'write' && name !== 'writeRelaxed')
        return typeof value === 'function' ? value.bind(target) : value;
      const write: Database['write'] = work =>
        target[name](trx =>
          work({
            all: query =>
              query.marked.startsWith(beginning)
                ? Promise.reject(new Error('the power is gone'))
                : trx.all(query),
          }),
        );
      return write;
    },
  });
}
