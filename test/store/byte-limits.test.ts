/** What a page does not show is not loaded: texts beyond its byte limit stay in the database. */
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import { RollcallError } from '../../src/base/errors.ts';
import { Feed, PAGE_BYTES } from '../../src/events/feed/feed.ts';
import type { ChangeContext } from '../../src/members/change.ts';
import type { MemberAttributes } from '../../src/members/member.ts';
import { Members } from '../../src/members/members.ts';
import type { Field, MemberQuery } from '../../src/members/query.ts';
import type { LogEntry } from '../../src/provisioning-log/entry.ts';
import { readTimeline } from '../../src/provisioning-log/timeline.ts';
import type { Database, Transaction } from '../../src/store/database/database.ts';
import type { Sql } from '../../src/store/database/sql.ts';
import { SqlFeedStore } from '../../src/store/events/feed-store.ts';
import { SqlMemberStore } from '../../src/store/members/member-store.ts';
import { SqlSnapshotStore } from '../../src/store/members/snapshot-store.ts';
import { SqlLogStore } from '../../src/store/provisioning-log/entry-store.ts';
import { SqlTimelineStore } from '../../src/store/provisioning-log/timeline-store.ts';
import { SqlLaneStore } from '../../src/store/webhooks/lane-store.ts';
import type { Lane } from '../../src/webhooks/delivery-store.ts';
import { SecretBox } from '../../src/webhooks/sender/secret-box.ts';
import { EventWriter } from '../events/event-writer.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

const BEGINNING = { epoch: undefined, position: 0 };
const MEMBER_PAGE_BYTES = 4_194_304;
const MEBIBYTE = 1_048_576;
const EVENT_BYTES = 100_000;
const EVENTS = 120;
const MEMBERS = 40;
const USER_NAME: Field = { path: 'userName', kind: 'text', caseExact: false };

const contextOf = (accountId: string): ChangeContext => ({
  accountId,
  policies: DEFAULT_POLICIES,
  actor: { kind: 'operator' },
  request: { id: 'request', method: 'POST', bulkIndex: null },
  traceparent: undefined,
  now: 1,
  newId: uuidv7,
});

const person = (userName: string): MemberAttributes => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  active: true,
  title: 'x'.repeat(EVENT_BYTES),
});

/** An entry of the log with the longest texts there are. */
const longEntry = (accountId: string): LogEntry => ({
  id: uuidv7(),
  accountId,
  tokenId: 'token',
  at: 1,
  requestId: 'a-request',
  identityProvider: 'okta',
  userAgent: '字'.repeat(200),
  method: 'PATCH',
  path: '/scim/v2/Users/{id}',
  bulkIndex: null,
  outcome: 'refused',
  meaning: '字'.repeat(600),
  memberId: null,
  userName: '字'.repeat(512),
  externalId: '字'.repeat(512),
  changed: Array.from({ length: 40 }, () => 'x'.repeat(80)),
  ignored: [],
  unknownAttributes: 10,
  unknownNames: Array.from({ length: 10 }, () => '字'.repeat(64)),
  events: [],
  status: 400,
  scimType: null,
  detail: '字'.repeat(600),
  explanation: null,
  durationMs: 1,
  isUnproven: false,
});

/** A database that counts the bytes of the texts that come out of it. */
function weighed(database: Database): { database: Database; largest: () => number } {
  let largest = 0;
  const weighing = (on: Transaction): Transaction => ({
    all: async <Row>(query: Sql) => {
      const rows = await on.all<Row>(query);
      const bytes = rows.flatMap(row => Object.values(row as object)).map(value => String(value).length);
      largest = Math.max(
        largest,
        bytes.reduce((sum, length) => sum + length, 0),
      );
      return rows;
    },
  });
  return {
    largest: () => largest,
    database: {
      ...weighing(database),
      dialect: database.dialect,
      write: work => database.write(work),
      writeRelaxed: work => database.writeRelaxed(work),
      // What is tested is bytes: a machine that is busy with other things may take its time.
      search: (scope, work) => database.search({ ...scope, limitMs: 60_000 }, read => work(weighing(read))),
      snapshot: work => database.snapshot(read => work(weighing(read))),
      requireInPlace: () => database.requireInPlace(),
      isUniqueViolation: error => database.isUniqueViolation(error),
      close: () => database.close(),
    },
  };
}

describe.each(databaseKinds())('a page that is bounded in bytes, on $name', kind => {
  let fresh: FreshDatabase;
  let writer: EventWriter;
  let ids: readonly string[];

  beforeAll(async () => {
    fresh = await kind.create();
    writer = await EventWriter.open(fresh.url);
    await writer.addAccount('large');
    await writer.addAccount('people');
    await writer.addAccount('crowd');
    ids = await writer.writeMany('large', EVENTS, { padding: EVENT_BYTES });
    await writer.settle();
  });

  afterAll(async () => {
    await writer.close();
    await fresh.drop();
  });

  test('the feed loads the events that fit, and goes on behind the last of them', async () => {
    const { database, largest } = weighed(writer.database);
    const feed = new Feed(new SqlFeedStore(database), async () => undefined);
    for (const filter of [
      { accounts: ['large'], types: null },
      { accounts: null, types: null },
    ]) {
      const found: string[] = [];
      let scans = 0;
      for (let place: { epoch: string | undefined; position: number } = BEGINNING; ; scans += 1) {
        const scan = await feed.scan(place, filter, { events: 1_000, bytes: PAGE_BYTES });
        found.push(...scan.events.map(({ body }) => (JSON.parse(body) as { id: string }).id));
        place = scan.reached;
        if (!scan.hasMore) break;
      }
      expect(found).toEqual(ids);
      expect(scans + 1).toBe(Math.ceil(EVENTS / Math.floor(PAGE_BYTES / EVENT_BYTES)));
    }
    expect(largest()).toBeLessThan(PAGE_BYTES + MEBIBYTE);
    expect(largest()).toBeGreaterThan(PAGE_BYTES / 2);
  });

  test('the feed gives an event that is larger than the limit alone', async () => {
    const feed = new Feed(writer.feed, async () => undefined);
    const filter = { accounts: ['large'], types: null };
    const first = await feed.scan(BEGINNING, filter, { events: 1_000, bytes: 1_000 });
    expect(first).toMatchObject({ hasMore: true, events: [{ position: 1 }] });
    const second = await feed.scan(first.reached, filter, { events: 1_000, bytes: 1_000 });
    expect(second).toMatchObject({ hasMore: true, events: [{ position: 2 }] });
  });

  test('a lane loads no more than one request may carry', async () => {
    const { database, largest } = weighed(writer.database);
    const lanes = new SqlLaneStore({
      database,
      events: writer.log,
      secrets: new SecretBox([{ keyId: 'k', secret: 'a-secret-of-a-test' }]),
      clock: Date.now,
      uptimeMs: () => 0,
      newId: uuidv7,
    });
    const lane: Lane = {
      endpointId: 'endpoint',
      accountId: 'large',
      replayId: '',
      nextSequence: 1,
      readySequence: EVENTS,
      previousSequence: 0,
      attempt: 0,
      fence: 1,
      isProbe: false,
    };
    const events = await lanes.read(lane, null, { events: 1_000, bytes: MEBIBYTE });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events).toHaveLength(Math.floor(MEBIBYTE / EVENT_BYTES));
    expect(largest()).toBeLessThan(MEBIBYTE + EVENT_BYTES);
  });

  test('a snapshot loads its members in pages of a mebibyte, and each of them once', async () => {
    const members = new Members(new SqlMemberStore(writer.database, writer.log));
    for (let nth = 0; nth < MEMBERS; nth += 1) {
      await members.create(contextOf('people'), person(`person-${nth}`));
    }
    const { database, largest } = weighed(writer.database);
    const found = await new SqlSnapshotStore(database).withState('people', async state => {
      const seen: string[] = [];
      for await (const page of state?.members ?? []) seen.push(...page.map(({ id }) => id));
      return seen;
    });
    expect(new Set(found).size).toBe(MEMBERS);
    expect(found).toHaveLength(MEMBERS);
    expect(largest()).toBeLessThan(MEBIBYTE + EVENT_BYTES);
  });

  test('a timeline loads the events that fit, and goes on behind them until each was there once', async () => {
    await writer.addAccount('sent');
    const written = await writer.writeMany('sent', EVENTS, {
      type: 'team_member.updated',
      padding: EVENT_BYTES,
    });
    const { database, largest } = weighed(writer.database);
    const store = new SqlTimelineStore(database);
    const seen: string[] = [];
    let pages = 1;
    for (let before: string | undefined; ; pages += 1) {
      const { entries, next } = await readTimeline(store, { accountId: 'sent' }, 'sent', {
        before,
        limit: 1_000,
      });
      seen.push(...entries.flatMap(({ events }) => events.map(({ id }) => id)));
      if (next === undefined) break;
      before = next;
    }
    expect(seen).toEqual(written.toReversed());
    expect(pages).toBe(12);
    expect(largest()).toBeLessThan(MEBIBYTE + EVENT_BYTES);
  });

  test.each([{ asked: {} }, { asked: { outcomes: ['refused' as const] } }])(
    'the provisioning log loads the entries that fit, and goes on behind them, asked $asked',
    async ({ asked }) => {
      const accountId = `log-${Object.keys(asked).length}`;
      await writer.addAccount(accountId);
      const entries = Array.from({ length: 900 }, () => longEntry(accountId));
      await new SqlLogStore(writer.database).writeEntries(entries, []);
      const { database, largest } = weighed(writer.database);
      const store = new SqlLogStore(database);
      const seen: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await store.listEntries({
          accountId,
          from: undefined,
          to: undefined,
          outcomes: undefined,
          memberId: undefined,
          text: undefined,
          after,
          limit: 1_000,
          ...asked,
        });
        seen.push(...page.entries.map(({ id }) => id));
        if (page.next === undefined) break;
        after = page.next;
      }
      expect(seen).toEqual(entries.map(({ id }) => id).toReversed());
      expect(largest()).toBeLessThan(MEBIBYTE + EVENT_BYTES);
    },
  );

  test('a list of members loads those that fit, in every order, and goes on behind them', async () => {
    const { database, largest } = weighed(writer.database);
    const members = new Members(new SqlMemberStore(database, writer.log));
    for (let nth = 0; nth < 100; nth += 1) await members.create(contextOf('crowd'), person(`more-${nth}`));
    for (const sort of [undefined, { field: USER_NAME, element: undefined, descending: true }]) {
      const seen: string[] = [];
      let start: MemberQuery['start'] = { kind: 'offset', offset: 0 };
      for (;;) {
        const page = await members.page('crowd', { filter: undefined, sort, start, limit: 1_000 });
        seen.push(...page.members.map(({ id }) => id));
        if (!page.after) break;
        expect(page.members.length).toBeLessThan(100);
        start = { kind: 'after', key: page.after };
      }
      expect(new Set(seen).size).toBe(100);
      expect(seen).toHaveLength(100);
    }
    expect(largest()).toBeLessThan(MEMBER_PAGE_BYTES + MEBIBYTE);
  });

  test.each([undefined, { field: USER_NAME, element: undefined, descending: true }])(
    'a list of members counts its bytes before it loads them, and loads nothing when it is refused, sorted by %j',
    async sort => {
      const accountId = `sent-${sort ? 'sorted' : 'plain'}`;
      await writer.addAccount(accountId);
      const { database, largest } = weighed(writer.database);
      const members = new Members(new SqlMemberStore(database, writer.log));
      for (let nth = 0; nth < 5; nth += 1) await members.create(contextOf(accountId), person(`sent-${nth}`));
      const query: MemberQuery = {
        filter: undefined,
        sort,
        start: { kind: 'offset', offset: 0 },
        limit: 1_000,
      };
      const refusal = new RollcallError('tooManyRequests', 'too much waits');
      const refuse = (): never => {
        throw refusal;
      };
      await expect(members.list(accountId, query, { reserve: refuse })).rejects.toBe(refusal);
      expect(largest()).toBeLessThan(EVENT_BYTES);
      const reserved: number[] = [];
      const page = await members.list(accountId, query, { reserve: bytes => reserved.push(bytes) });
      const loaded = page.members.reduce((sum, { attributesJson }) => sum + attributesJson.length, 0);
      expect(reserved).toEqual([loaded]);
      expect(largest()).toBeGreaterThan(5 * EVENT_BYTES);
    },
  );
});
