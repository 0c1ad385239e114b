/** Reading the feed: which events, from where, in which form; and single events by their id. */
import { EVENT_TYPES } from '../../../src/events/catalogue/catalogue.ts';
import { runSql } from '../../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { HttpConnection } from '../../support/network/http-connection.ts';
import { type CloudEvent, startTestService, type TestService } from '../../support/test-service.ts';
import { EventWriter } from '../event-writer.ts';
import { type FeedPage, FeedReader } from './feed-reader.ts';

const ACME_TYPES = [
  'team_member.provisioned',
  'team_member.updated',
  'team_member.deprovisioned',
  'team_member.deleted',
] as const;
const T0 = Date.parse('2027-01-31T18:00:00Z');
const SECOND = 1_000;
const BATCH = 'application/cloudevents-batch+json';

describe.each(databaseKinds())('the feed, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let writer: EventWriter;
  let everyone: FeedReader;
  let limited: FeedReader;
  let http: HttpConnection;
  let limitedHttp: HttpConnection;
  /** Of all events, in the order of the feed. */
  let all: readonly CloudEvent[];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    writer = await EventWriter.open(database.url);
    await writer.addAccount('acme');
    await writer.addAccount('birch');
    for (const type of ACME_TYPES) {
      await writer.write('acme', { type });
      await writer.write('birch', { type: 'connection.enabled' });
      await writer.writeOperational('endpoint.failing');
      await writer.settle();
    }
    const token = await service.serviceToken(['events:read']);
    const limitedToken = await service.serviceToken(['events:read'], ['birch']);
    everyone = new FeedReader(service.url, token);
    limited = new FeedReader(service.url, limitedToken);
    http = new HttpConnection(`${service.url}/v1`, token);
    limitedHttp = new HttpConnection(`${service.url}/v1`, limitedToken);
    all = await readAll({});
  });

  afterAll(async () => {
    for (const open of [everyone, limited, http, limitedHttp]) open.close();
    await service.stop();
    await writer.close();
    await database.drop();
  });

  async function readAll(query: Readonly<Record<string, string>>): Promise<readonly CloudEvent[]> {
    return (await everyone.pages(5, query)).flatMap(({ data }) => data);
  }

  const typesRead = async (type: string): Promise<readonly string[]> =>
    (await readAll({ type })).map(event => event.type);

  describe('the filter by type', () => {
    test('takes names, lists of names, patterns, and everything', async () => {
      const ofAcme = [...ACME_TYPES];
      expect(await typesRead('team_member.updated')).toEqual(['team_member.updated']);
      expect(await typesRead('team_member.updated,team_member.deleted')).toEqual([ofAcme[1], ofAcme[3]]);
      expect(await typesRead(' team_member.deleted , team_member.updated ')).toEqual([ofAcme[1], ofAcme[3]]);
      expect(await typesRead('team_member.*')).toEqual(ofAcme);
      expect(await typesRead('team_member.*,endpoint.failing')).toHaveLength(8);
      expect(await typesRead('*')).toHaveLength(all.length);
      expect(await typesRead('*,team_member.updated')).toHaveLength(all.length);
      expect(await typesRead('')).toHaveLength(all.length);
      expect(await typesRead('team_member.staged')).toEqual([]);
    });

    test('may be repeated, and narrows an account further', async () => {
      const repeated = await http.send(
        'GET',
        '/events?type=team_member.updated&account=acme&type=connection.enabled',
      );
      expect((repeated.body['data'] as CloudEvent[]).map(({ type }) => type)).toEqual([
        'team_member.updated',
      ]);
    });

    test('refuses what is no type, and names those that are', async () => {
      for (const type of [
        'team_member',
        'team_member.',
        'team_member.hired',
        'team_*',
        '*.deleted',
        '.*',
        'member.*',
        'TEAM_MEMBER.*',
        'team_member.updated,nope',
        "x' OR 1=1 --",
      ]) {
        const answer = await everyone.ask({ type });
        expect({ type, ...answer }).toMatchObject({ type, status: 400, body: { code: 'badRequest' } });
        for (const known of EVENT_TYPES) expect(answer.body['detail']).toContain(known);
      }
    });

    test('passes over thousands of events in one page, and moves on with them', async () => {
      const { head } = await everyone.page({ limit: 1 });
      await runSql(service.database, bulkOfEvents(service.database.dialect, 25_000));
      const page = await everyone.page({ after: head, type: 'team_member.staged' });
      expect(page).toEqual({ data: [], next: page.head, has_more: false, head: page.head });
      await runSql(service.database, `DELETE FROM events WHERE subject = 'bulk'`);
    });

    test('finds every event that fits among thousands that do not, however they are spread', async () => {
      const { head } = await everyone.page({ limit: 1 });
      await runSql(service.database, bulkOfEvents(service.database.dialect, 25_000));
      // At and beside the ends of what is looked at together, and far behind them.
      const places = [1, 9_999, 10_000, 10_001, 10_002, 20_001, 24_999, 25_000];
      const fitting = places.map(place => `'bulk-${place}'`).join();
      await runSql(
        service.database,
        `UPDATE events SET type = 'team_member.staged', body = '{"place":' || (sequence - 1000) || '}' WHERE id IN (${fitting})`,
      );
      for (const limit of [1, 3, 100]) {
        const found: unknown[] = [];
        for (let after = head; ; ) {
          const page = await everyone.page({ after, type: 'team_member.staged', limit });
          found.push(...page.data.map(event => (event as unknown as { place: number }).place)); // as just written
          if (!page.has_more) break;
          after = page.next;
        }
        expect({ limit, found }).toEqual({ limit, found: places });
      }
      await runSql(service.database, `DELETE FROM events WHERE subject = 'bulk'`);
    });
  });

  describe('events about the delivery itself', () => {
    test('are read by a token that reaches every account, in their own source and sequence', async () => {
      const operational = await readAll({ type: 'endpoint.*' });
      expect(operational.map(({ source, sequence }) => [source, Number(sequence)])).toEqual(
        [1, 2, 3, 4].map(sequence => ['https://scim.example.com/operations', sequence]),
      );
      expect(all.filter(({ type }) => type === 'endpoint.failing')).toEqual(operational);
    });

    test('are never read under an account, nor by a token that is limited to accounts', async () => {
      const sourcesOf = (pages: readonly FeedPage[]): ReadonlySet<string> =>
        new Set(pages.flatMap(({ data }) => data.map(({ source }) => source)));
      expect(sourcesOf(await everyone.pages(5, { account: 'acme' }))).toEqual(
        new Set(['https://scim.example.com/accounts/acme']),
      );
      for (const query of [{}, { account: '' }, { type: '*' }]) {
        expect(sourcesOf(await limited.pages(5, query as Record<string, string>))).toEqual(
          new Set(['https://scim.example.com/accounts/birch']),
        );
      }
      expect((await limited.page({ type: 'endpoint.*' })).data).toEqual([]);
      expect((await everyone.page({ account: 'operations' })).data).toEqual([]);
      for (const account of ['\u0000', '*', 'a b', 'a'.repeat(65)]) {
        expect(await everyone.ask({ account })).toMatchObject({
          status: 400,
          body: { detail: expect.stringMatching(/account id has 1 to 64 letters/) },
        });
      }
    });
  });

  describe('one event by its id', () => {
    const read = (id: string, from = http) => from.send('GET', `/events/${id}`);

    test('is the stored body, byte for byte', async () => {
      const whole = await everyone.ask({ limit: 1000 });
      for (const event of all) {
        const { status, headers, text } = await read(event.id);
        expect({ status, type: headers['content-type'] }).toEqual({
          status: 200,
          type: 'application/cloudevents+json',
        });
        expect(whole.text).toContain(text);
        expect(JSON.parse(text)).toEqual(event);
      }
    });

    test('is the same 404 when it is not there and when the token does not reach it', async () => {
      const missing = await read('01a1ffb7-0000-7000-8000-000000000000', limitedHttp);
      expect(missing).toMatchObject({
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
        body: { code: 'notFound', detail: expect.stringMatching(/no event with this id/) },
      });
      const own = all.filter(({ source }) => source.endsWith('/birch'));
      expect(own.length).toBeGreaterThan(0);
      for (const event of all) {
        const answer = await read(event.id, limitedHttp);
        if (own.includes(event)) expect(answer.status).toBe(200);
        else
          expect({ status: answer.status, text: answer.text }).toEqual({ status: 404, text: missing.text });
      }
      for (const odd of ['x', '%00', `%27`, 'a'.repeat(5_000)]) expect((await read(odd)).status).toBe(404);
    });

    test('is read with GET and HEAD alone, and with the scope events:read', async () => {
      const [event] = all;
      const target = `/events/${String(event?.id)}`;
      expect(await http.send('HEAD', target)).toMatchObject({ status: 200, text: '' });
      expect(await http.send('DELETE', target)).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
      const other = new HttpConnection(`${service.url}/v1`, await service.serviceToken(['members:read']));
      expect((await other.send('GET', target)).status).toBe(403);
      other.close();
    });
  });

  describe('as a batch of CloudEvents', () => {
    test('is a bare array, whose Link header leads to the next page of the same request', async () => {
      const found: CloudEvent[] = [];
      let target = '/v1/events?limit=2&account=acme&type=team_member.*&wait=0&from_time=2000-01-01T00:00:00Z';
      for (let pages = 0; ; pages += 1) {
        const answer = await http.send('GET', target.replace('/v1', ''), { headers: { accept: BATCH } });
        expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
          status: 200,
          type: BATCH,
        });
        const batch = JSON.parse(answer.text) as CloudEvent[];
        found.push(...batch);
        const link = String(answer.headers['link']).replace(service.url, '');
        const [, next = ''] = /^<(.+)>; rel="next"$/.exec(link) ?? [];
        expect(next).toMatch(
          /^\/v1\/events\?after=v1\.[\w-]+&limit=2&account=acme&type=team_member\.\*&wait=0$/,
        );
        target = next;
        if (batch.length === 0) {
          expect(pages).toBe(2);
          break;
        }
      }
      expect(found.map(({ type }) => type)).toEqual([...ACME_TYPES]);
    });

    test('is given to clients that ask for it, and JSON to all others', async () => {
      for (const [accept, type] of [
        [`${BATCH}, application/json;q=0.5`, BATCH],
        [`application/json, ${BATCH};q=0.5`, 'application/json'],
        ['*/*', 'application/json'],
        ['text/html', 'application/json'],
      ] as const) {
        const { status, headers } = await http.send('GET', '/events', { headers: { accept } });
        expect({ accept, status, type: headers['content-type'], vary: headers['vary'] }).toEqual({
          accept,
          status: 200,
          type,
          vary: 'Accept',
        });
      }
    });
  });

  test('a cursor that leads nowhere is a problem of its own type, with a cursor that works and the way to a snapshot', async () => {
    const { next } = await everyone.page({ limit: 1 });
    const reset = await everyone.ask({ after: `v1.${Buffer.from('abc.1').toString('base64url')}` });
    expect(reset).toMatchObject({
      status: 410,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'urn:rollcall:problem:feed-reset',
        code: 'gone',
        oldest: expect.stringMatching(/^v1\./),
        snapshot: '/v1/accounts/{id}/snapshot',
      },
    });
    await runSql(service.database, 'UPDATE feed SET floor = 2');
    const expired = await everyone.ask({ after: next });
    expect(expired).toMatchObject({
      status: 410,
      body: { type: 'urn:rollcall:problem:cursor-expired', snapshot: '/v1/accounts/{id}/snapshot' },
    });
    const [begin, oldest] = await Promise.all([
      everyone.page({ limit: 3 }),
      everyone.page({ limit: 3, after: String(expired.body['oldest']) }),
    ]);
    expect(oldest).toEqual(begin);
    expect(begin.data).toEqual(all.slice(2, 5));
    await runSql(service.database, 'UPDATE feed SET floor = 0');
  });

  test('a HEAD request is answered like GET, without the body', async () => {
    const answer = await http.send('HEAD', '/events?limit=1');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(100);
  });

  describe('from a time on', () => {
    let times: ReadonlyMap<string, number>;
    let before: string;

    beforeAll(async () => {
      before = (await everyone.page({ limit: 1 })).head;
      // Out of order, as clocks that differ and slow commits make them; one clock is a day ahead, another behind.
      const seconds = [0, 40, 10, 30, 20, 20, 86_400, -86_400, 50, 45, 60];
      const written: [string, number][] = [];
      for (const [index, second] of seconds.entries()) {
        const occurredAt = T0 + second * SECOND + 5;
        const account = index % 2 === 0 ? 'acme' : 'birch';
        written.push([await writer.write(account, { occurredAt }), occurredAt]);
        await writer.settle();
      }
      times = new Map(written);
    });

    const since = async (time: string): Promise<readonly string[]> =>
      (await everyone.page({ from_time: time, limit: 1000 })).data.map(({ id }) => id);

    test('no event of that time or later is passed over, however the clocks differed', async () => {
      const ids = [...times.keys()];
      for (let second = -1; second <= 61; second += 1) {
        for (const offset of [0, 5, 6]) {
          const time = T0 + second * SECOND + offset;
          const read = await since(new Date(time).toISOString());
          const expected = ids.filter(id => (times.get(id) ?? 0) >= time);
          expect({ second, offset, missed: expected.filter(id => !read.includes(id)) }).toEqual({
            second,
            offset,
            missed: [],
          });
          // What comes before the first of them is not read.
          expect(ids.indexOf(String(read[0]))).toBe(ids.indexOf(String(expected[0])));
        }
      }
    });

    test('the time may have any zone, digits below a millisecond, and a "+" that was not encoded', async () => {
      const expected = await since(new Date(T0 + 40 * SECOND).toISOString());
      for (const time of [
        '2027-01-31T18:00:40Z',
        '2027-01-31t18:00:40z',
        '2027-01-31T19:00:40+01:00',
        '2027-01-31T12:30:40.000-05:30',
        '2027-01-31T18:00:40.000999999Z',
      ]) {
        expect({ time, ids: await since(time) }).toEqual({ time, ids: expected });
      }
      const plain = await http.send('GET', '/events?limit=1000&from_time=2027-01-31T19:00:40+01:00');
      expect((plain.body['data'] as CloudEvent[]).map(({ id }) => id)).toEqual(expected);
    });

    test('a time that nothing has reached begins at the head, and what comes then is read', async () => {
      const query = { from_time: '2999-01-01T00:00:00Z' };
      const page = await everyone.page(query);
      expect(page).toEqual({ data: [], next: page.head, has_more: false, head: page.head });
      const id = await writer.write('acme', { occurredAt: T0 });
      await writer.settle();
      expect((await everyone.page({ after: page.next })).data.map(event => event.id)).toEqual([id]);
    });

    test('is refused beside "after", and when it is no time', async () => {
      expect(await everyone.ask({ after: before, from_time: '2027-01-31T18:00:00Z' })).toMatchObject({
        status: 400,
        body: { detail: expect.stringMatching(/"after" and "from_time"/) },
      });
      for (const time of [
        'yesterday',
        '2027-01-31',
        '2027-01-31T18:00:00',
        '2027-02-31T18:00:00Z',
        '2027-01-31T25:00:00Z',
        '2027-01-31T18:00:00+25:00',
        '1801418400000',
        '2027-01-31 18:00:00Z',
      ]) {
        expect({ time, ...(await everyone.ask({ from_time: time })) }).toMatchObject({
          time,
          status: 400,
          body: { detail: expect.stringMatching(/"from_time" must be a date and time/) },
        });
      }
    });
  });
});

/** Many events of one type, at the head of the feed; only their positions and types matter. */
function bulkOfEvents(dialect: 'sqlite' | 'postgres', count: number): string {
  const numbers =
    dialect === 'sqlite'
      ? `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`
      : `WITH numbers (n) AS (SELECT generate_series(1, ${count}))`;
  return `
    INSERT INTO events (id, account_id, sequence, position, type, subject, occurred_at, body)
    ${numbers} SELECT 'bulk-' || n, 'acme', 1000 + n, feed.head + n, 'team_member.updated', 'bulk', 0, '{}' FROM numbers, feed;
    UPDATE feed SET head = head + ${count}`;
}
