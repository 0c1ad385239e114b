/** `GET /v1/events/stream`: what a reader gets, where it goes on, and when it is refused. */
import { sql } from '../../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EventWriter } from '../event-writer.ts';
import { FeedReader } from './feed-reader.ts';
import { StreamReader, type StreamTarget } from './stream-reader.ts';

const SLOTS = 12;
const LIMIT_MS = 60_000;
const WAKE_MS = 1_500;

describe.each(databaseKinds())('the stream of events, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let writer: EventWriter;
  let feed: FeedReader;
  let token: string;
  let accounts: readonly TestAccount[];
  const open: StreamReader[] = [];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({
      databaseUrl: database.url,
      environment: { SSE_CONNECTIONS: String(SLOTS) },
    });
    writer = await EventWriter.open(database.url);
    token = await service.serviceToken();
    feed = new FeedReader(service.url, token);
    accounts = [await service.addAccount(), await service.addAccount()];
    await liveOneLife(accountAt(0), 'ann@example.com');
    await liveOneLife(accountAt(1), 'bo@example.com');
  });

  afterEach(async () => {
    for (const reader of open.splice(0)) reader.close();
    await waitUntil('every slot to be free', 5_000, async () => {
      const probe = await connect({ query: 'after=x' });
      return probe.status === 400;
    });
  });

  afterAll(async () => {
    feed.close();
    await service.stop();
    await writer.close();
    await database.drop();
  });

  async function connect(target: Partial<StreamTarget> = {}, isReading = true): Promise<StreamReader> {
    const reader = await StreamReader.open({ url: service.url, token, ...target }, isReading);
    open.push(reader);
    return reader;
  }

  test('begins with the oldest event, and gives each as a frame with its cursor, its type and its stored bytes', async () => {
    const reader = await connect();
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const pages = await feed.pages(1);
    const whole = await feed.ask({ limit: 1000 });
    await reader.reach(pages.length);
    expect(reader.retryMs).toBe(2_000);
    expect(reader.comments).toEqual(['connected']);
    expect(reader.events.map(({ id }) => id)).toEqual(pages.map(({ next }) => next));
    expect(reader.events.map(({ event }) => event)).toEqual(
      pages.flatMap(({ data }) => data.map(({ type }) => type)),
    );
    expect(whole.text.startsWith(`{"data":[${reader.events.map(({ data }) => data).join()}],`)).toBe(true);
  });

  test('no way to read members and events gives a raw line separator, also of an event from before they were escaped', async () => {
    const account = accountAt(1);
    const displayName = 'line\u2028paragraph\u2029next\u0085end';
    const { id } = await new ScimClient(account).create({ userName: 'sep@example.com', displayName });
    const [event] = (await service.memberEvents(account.accountId)).filter(({ subject }) => subject === id);
    const escaped = '"line\\u2028paragraph\\u2029next\\u0085end"';
    await writer.database.write(trx =>
      trx.all(
        sql`UPDATE events SET body = replace(body, ${escaped}, ${JSON.stringify(displayName)}) WHERE id = ${String(event?.id)}`,
      ),
    );
    const reader = await connect({ query: `account=${account.accountId}` });
    await waitUntil('the event', WAKE_MS * 2, () => reader.text.includes(String(event?.id)));
    const texts = await Promise.all(
      [
        `/events?account=${account.accountId}&limit=1000`,
        `/events/${String(event?.id)}`,
        `/accounts/${account.accountId}/snapshot`,
      ].map(async path => {
        const response = await fetch(`${service.url}/v1${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return response.text();
      }),
    );
    for (const text of [reader.text, ...texts]) {
      expect(text).toContain(escaped);
      expect(text).not.toMatch(/[\u0085\u2028\u2029]/);
    }
  });

  test('gives what happens from then on, at once', async () => {
    const { head } = await feed.page({});
    const reader = await connect({ query: `after=${head}` });
    await liveOneLife(accountAt(0), 'cy@example.com');
    await reader.reach(4, WAKE_MS);
    expect(reader.events.map(({ event }) => event)).toEqual([
      'team_member.provisioned',
      'team_member.updated',
      'team_member.deprovisioned',
      'team_member.deleted',
    ]);
  });

  test('filters by account and type as the pages do, and never gives another account to a token that is limited', async () => {
    const account = accountAt(1).accountId;
    const filtered = await connect({ query: `account=${account}&type=team_member.*` });
    const limited = await connect({ token: await service.serviceToken(['events:read'], [account]) });
    await writer.writeOperational('endpoint.enabled');
    await writer.write(accountAt(0).accountId);
    await writer.write(account, { type: 'team_member.staged' });
    await waitUntil('the last event', WAKE_MS * 2, () =>
      [filtered, limited].every(reader => reader.events.some(({ event }) => event === 'team_member.staged')),
    );
    const own = (await feed.pages(1000, { account })).flatMap(({ data }) => data);
    expect(idsOf(limited)).toEqual(own.map(({ id }) => id));
    expect(idsOf(filtered)).toEqual(
      own.filter(({ type }) => type.startsWith('team_member.')).map(({ id }) => id),
    );
  });

  test('Last-Event-ID beats "after" and "from_time", and a cursor of a page will do', async () => {
    const [first, second] = await feed.pages(1);
    const all = (await feed.pages(1000)).flatMap(({ data }) => data.map(({ id }) => id));
    const lastEventId = String(second?.next);
    for (const query of ['', `after=${String(first?.next)}`, 'from_time=2000-01-01T00:00:00Z']) {
      const reader = await connect({ query, lastEventId });
      await reader.reach(all.length - 2);
      expect(idsOf(reader)).toEqual(all.slice(2));
    }
    const after = await connect({ query: `after=${String(first?.next)}` });
    await after.reach(all.length - 1);
    expect(idsOf(after)).toEqual(all.slice(1));
  });

  test('a HEAD request is answered with the head alone', async () => {
    const reader = await connect({ method: 'HEAD' });
    expect(await reader.end()).toBe('complete');
    expect({ status: reader.status, type: reader.headers['content-type'], text: reader.text }).toEqual({
      status: 200,
      type: 'text/event-stream',
      text: '',
    });
  });

  test.each([
    ['a cursor that is not ours', { query: 'after=x' }, 400, /cursor in "after"/],
    ['a Last-Event-ID that is not ours', { lastEventId: 'x' }, 400, /Last-Event-ID/],
    ['an unknown type', { query: 'type=team_member.hired' }, 400, /team_member\.provisioned/],
    ['two places to begin', { query: 'after=v1.YQ&from_time=2027-01-31T18:00:00Z' }, 400, /one of them/],
    ['a cursor of another epoch', { lastEventId: 'v1.YWJjLjE' }, 410, /reset/],
    ['no token', { token: '' }, 401, /token/],
  ])('%s is an answer of its own, before any frame', async (_what, target, status, detail) => {
    const reader = await connect(target);
    await reader.end();
    expect({ status: reader.status, type: reader.headers['content-type'] }).toEqual({
      status,
      type: 'application/problem+json',
    });
    expect(JSON.parse(reader.text)).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test('above the limit a stream is refused with Retry-After, and one that ends makes room', async () => {
    const other = await service.serviceToken();
    const readers = await Promise.all(
      Array.from({ length: SLOTS }, (_, nth) => connect(nth < SLOTS / 2 ? {} : { token: other })),
    );
    expect(readers.map(({ status }) => status)).toEqual(Array(SLOTS).fill(200));
    const refused = await connect();
    await refused.end();
    expect({ status: refused.status, retryAfter: refused.headers['retry-after'] }).toEqual({
      status: 429,
      retryAfter: '10',
    });
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'tooManyRequests', status: 429 });
    expect((await feed.page({})).data.length).toBeGreaterThan(0);
    readers[0]?.close();
    await waitUntil('a slot', 5_000, async () => (await connect()).status === 200);
  });

  test(
    'a reader that is cut off at random loses nothing and sees nothing twice, while writers write',
    async () => {
      const { head } = await feed.page({});
      let isWriting = true;
      const writing = Promise.all(
        accounts.map(async account => {
          for (let round = 0; round < 25; round += 1) await liveOneLife(account, `r${round}@example.com`);
        }),
      ).finally(() => {
        isWriting = false;
      });
      const seen: string[] = [];
      let lastEventId = head;
      for (let connections = 0; ; connections += 1) {
        const wasWriting = isWriting;
        const reader = await connect({ lastEventId });
        const enough = 1 + Math.floor(Math.random() * 40);
        await waitUntil('some events, or the end', 10_000, async () => {
          if (reader.events.length >= enough) return true;
          return !isWriting && (reader.lastId ?? lastEventId) === (await feed.page({ limit: 1 })).head;
        });
        reader.close();
        seen.push(...idsOf(reader));
        lastEventId = reader.lastId ?? lastEventId;
        if (!wasWriting && lastEventId === (await feed.page({ limit: 1 })).head) {
          expect(connections).toBeGreaterThan(3);
          break;
        }
      }
      await writing;
      const written: string[] = [];
      for (let after = head; ; ) {
        const page = await feed.page({ after, limit: 1000 });
        written.push(...page.data.map(({ id }) => id));
        after = page.next;
        if (!page.has_more) break;
      }
      expect(written.length).toBeGreaterThanOrEqual(200);
      expect(seen).toEqual(written);
    },
    LIMIT_MS,
  );

  function accountAt(index: number): TestAccount {
    const account = accounts[index];
    if (!account) throw new Error('there is no such account');
    return account;
  }
});

const idsOf = ({ events }: StreamReader): readonly string[] =>
  events.map(({ data }) => (JSON.parse(data) as { id: string }).id); // every event has one

async function liveOneLife(account: TestAccount, userName: string): Promise<void> {
  const client = new ScimClient(account);
  const { path } = await client.create({ userName });
  await client.patch(path, { op: 'replace', path: 'title', value: 'Lead' });
  await client.patch(path, { op: 'replace', path: 'active', value: false });
  await client.delete(path);
}
