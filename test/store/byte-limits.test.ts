/** What a page does not show is not loaded: texts beyond its byte limit stay in the database. */
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import type { Lane } from '../../src/delivery/delivery-store.ts';
import { Feed, PAGE_BYTES } from '../../src/delivery/feed.ts';
import { SecretBox } from '../../src/delivery/secret-box.ts';
import { Members } from '../../src/members/members.ts';
import type { Database, SqlValue, Transaction } from '../../src/store/database.ts';
import { EventLog } from '../../src/store/event-log.ts';
import { SqlLaneStore } from '../../src/store/lane-store.ts';
import { SqlMemberStore } from '../../src/store/member-store.ts';
import { SqlSnapshotStore } from '../../src/store/snapshot-store.ts';
import { EventWriter } from '../events/event-writer.ts';
import { databaseKinds, type FreshDatabase } from '../support/databases.ts';

const BEGINNING = { epoch: undefined, position: 0 };
const MEBIBYTE = 1_048_576;
const EVENT_BYTES = 100_000;
const EVENTS = 120;
const MEMBERS = 40;

/** A database that counts the bytes of the texts that come out of it. */
function weighed(database: Database): { database: Database; largest: () => number } {
  let largest = 0;
  const weighing = (on: Transaction): Transaction => ({
    all: async <Row>(sql: string, bindings: readonly SqlValue[]) => {
      const rows = await on.all<Row>(sql, bindings);
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
      build: database.build,
      write: work => database.write(work),
      writeRelaxed: work => database.writeRelaxed(work),
      search: (scope, work) => database.search(scope, read => work(weighing(read))),
      snapshot: work => database.snapshot(read => work(weighing(read))),
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
    ids = await writer.writeMany('large', EVENTS, { padding: EVENT_BYTES });
    await writer.settle();
  });

  afterAll(async () => {
    await writer.close();
    await fresh.drop();
  });

  test('the feed loads the events that fit, and goes on behind the last of them', async () => {
    const { database, largest } = weighed(writer.database);
    const feed = new Feed(new EventLog(database, () => 'https://scim.example.com'), async () => undefined);
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
    const feed = new Feed(writer.log, async () => undefined);
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
      await members.create(
        {
          accountId: 'people',
          policies: DEFAULT_POLICIES,
          actor: { kind: 'operator' },
          request: { id: 'request', method: 'POST', bulkIndex: null },
          traceparent: undefined,
          now: 1,
          newId: uuidv7,
        },
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: `person-${nth}`,
          active: true,
          title: 'x'.repeat(EVENT_BYTES),
        },
      );
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
});
