/** A reader that follows the cursor misses no event, however late it is committed. */

import { PostgresDatabase } from '../../../src/store/database/postgres/database.ts';
import { sql } from '../../../src/store/database/sql.ts';
import { EventLog } from '../../../src/store/events/event-log.ts';
import { sequenceBatch } from '../../../src/store/events/sequencer.ts';
import { readAllTables } from '../../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { HttpConnection } from '../../support/network/http-connection.ts';
import {
  type CloudEvent,
  startTestService,
  type TestAccount,
  type TestService,
} from '../../support/test-service.ts';
import { FeedReader } from './feed-reader.ts';

const WRITERS = 8;
const ROUNDS = 18;
const LIMIT_MS = 60_000;
const LIMITS = [1, 7, 1000, 1000, 1000];

describe.each(databaseKinds())('a reader of the feed beside 8 concurrent writers, on $name', kind => {
  let database: FreshDatabase;
  /** PostgreSQL may be served by several instances. */
  let services: readonly TestService[];
  let reader: FeedReader;

  beforeAll(async () => {
    database = await kind.create();
    services = [await startTestService({ databaseUrl: database.url })];
    if (kind.name === 'PostgreSQL')
      services = [...services, await startTestService({ databaseUrl: database.url })];
    reader = new FeedReader(serviceAt(0).url, await serviceAt(0).serviceToken());
  });

  afterAll(async () => {
    reader.close();
    for (const service of services) await service.stop();
    await database.drop();
  });

  function serviceAt(index: number): TestService {
    const service = services[index % services.length];
    if (!service) throw new Error('there is no such service');
    return service;
  }

  test(
    'reads exactly what the table holds, each account in its own order, while identity providers write',
    async () => {
      const accounts = await Promise.all([1, 2, 3].map(() => serviceAt(0).addAccount()));
      const writing = Array.from({ length: WRITERS }, (_, writer) => writeOverHttp(accounts, writer));
      await expectTableRead(await readWhile(Promise.all(writing)));
    },
    LIMIT_MS,
  );

  async function writeOverHttp(accounts: readonly TestAccount[], writer: number): Promise<void> {
    const connections = accounts.map(
      ({ token }) => new HttpConnection(`${serviceAt(writer).url}/scim/v2`, token),
    );
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const connection = connections[(writer + round) % connections.length];
        const created = await connection?.send('POST', '/Users', {
          body: { userName: `w${writer}r${round}` },
        });
        expect(created?.status).toBe(201);
        const path = `/Users/${String(created?.body['id'])}`;
        const patched = await connection?.send('PATCH', path, {
          body: { Operations: [{ op: 'replace', path: 'title', value: 'Lead' }] },
        });
        expect(patched?.status).toBe(200);
        if (round % 3 === 0) expect((await connection?.send('DELETE', path))?.status).toBe(204);
      }
    } finally {
      for (const connection of connections) connection.close();
    }
  }

  if (kind.name === 'PostgreSQL') {
    test(
      'reads exactly what the table holds when commits are delayed and rolled back at random',
      async () => {
        const accounts = await Promise.all([1, 2, 3, 4, 5].map(() => serviceAt(0).addAccount()));
        const ids = accounts.map(({ accountId }) => accountId);
        const writers = Array.from({ length: WRITERS }, () => writeLate(ids));
        let isWriting = true;
        const written = Promise.all(writers).finally(() => {
          isWriting = false;
        });
        const sequencers = [1, 2].map(() => sequenceWhile(() => isWriting));
        await expectTableRead(await readWhile(Promise.all([written, ...sequencers])));
      },
      LIMIT_MS,
    );
  }

  /** Appends events as another instance of the service would, and dawdles before it commits. */
  async function writeLate(accountIds: readonly string[]): Promise<void> {
    const other = new PostgresDatabase(database.url);
    const log = new EventLog(other, () => 'https://scim.example.com');
    try {
      for (let round = 0; round < ROUNDS * 2; round += 1) {
        const accountId = pick(accountIds);
        const change = other.write(async trx => {
          await log.append(trx, accountId, draftsAbout(accountId), 0);
          if (Math.random() < 0.2) await trx.all(sql`SELECT pg_sleep(${Math.random() * 0.03})`);
          if (Math.random() < 0.1) throw new RolledBack();
        });
        await change.catch((error: unknown) => {
          if (!(error instanceof RolledBack)) throw error;
        });
      }
    } finally {
      await other.close();
    }
  }

  async function sequenceWhile(isNeeded: () => boolean): Promise<void> {
    const other = new PostgresDatabase(database.url);
    try {
      while (isNeeded()) await sequenceBatch(other);
      await sequenceBatch(other);
    } finally {
      await other.close();
    }
  }

  /** Follows the cursor until all is written and read. */
  async function readWhile(writing: Promise<unknown>): Promise<readonly CloudEvent[]> {
    let isWriting = true;
    const written = writing.finally(() => {
      isWriting = false;
    });
    const read: CloudEvent[] = [];
    const deadline = performance.now() + LIMIT_MS / 2;
    for (let place = {}; ; ) {
      const wasWriting = isWriting;
      // Large pages reach the head, where late commits hide; small ones stop short of it.
      const page = await reader.page({ limit: pick(LIMITS), ...place });
      read.push(...page.data);
      place = { after: page.next };
      const isEnd = !wasWriting && !page.has_more && read.length >= (await storedEvents()).length;
      if (isEnd || performance.now() > deadline) break;
    }
    await written;
    return read;
  }

  const storedEvents = async () => (await readAllTables(serviceAt(0).database)).get('events') ?? [];

  async function expectTableRead(read: readonly CloudEvent[]): Promise<void> {
    const stored = [...(await storedEvents())].sort(
      (left, right) => Number(left['position']) - Number(right['position']),
    );
    expect(stored.map(({ position }) => Number(position))).toEqual(stored.map((_, index) => index + 1));
    expect(read.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    const lastOf = new Map<string, number>();
    for (const { source, sequence } of read) {
      // Each instance of this test has its own public URL.
      const account = source.replace(/^.*\//, '');
      const expected = (lastOf.get(account) ?? 0) + 1;
      expect({ account, sequence: Number(sequence) }).toEqual({ account, sequence: expected });
      lastOf.set(account, expected);
    }
  }
});

class RolledBack extends Error {}

function pick<T>(choices: readonly T[]): T {
  const chosen = choices[Math.floor(Math.random() * choices.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

function draftsAbout(accountId: string) {
  const count = 1 + Math.floor(Math.random() * 2);
  return Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    type: 'connection.token_issued' as const,
    subject: accountId,
    occurredAt: 0,
    requestId: 'late',
    traceparent: undefined,
    data: {},
  }));
}
