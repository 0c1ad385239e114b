/** What a search may cost, and whom it keeps waiting, on every database alike. */

import { readConfig } from '../../src/config/config.ts';
import type { Database, Transaction } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import type { ReadWork } from '../../src/store/database/reading/search.ts';
import { sql } from '../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A statement without an end. */
const ENDLESS = {
  sqlite: sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE go_on()) SELECT max(i) FROM n`,
  postgres: sql`SELECT pg_sleep(600)`,
} as const;
const LONG_MS = 600_000;

describe.each(databaseKinds())('a search on $name', kind => {
  let fresh: FreshDatabase;
  let database: Database;
  let work: { accountId: string; used: ReadWork }[] = [];

  beforeAll(async () => {
    fresh = await kind.create();
    const { database: location } = readConfig({
      DATABASE_URL: fresh.url,
      SIGNING_KEYS: 'k:secret',
      SECRETS_KEY: 'k:secret',
    });
    database = await openDatabase(location, {
      readerThreads: 2,
      onWork: (accountId, used) => work.push({ accountId, used }),
    });
  });
  beforeEach(() => {
    work = [];
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const endlessly = (read: Transaction) => read.all(ENDLESS[database.dialect]);
  const one = (read: Transaction) => read.all<{ one: number }>(sql`SELECT 1 AS one`);

  test('that takes longer than its limit is refused with 400 tooMany, which says what to do', async () => {
    await expect(database.search({ accountId: 'slow', limitMs: 100 }, endlessly)).rejects.toMatchObject({
      code: 'tooMany',
      topic: 'search_too_long',
      status: 400,
      message: expect.stringMatching(/longer than 1 s.*"eq"/),
    });
    expect(work).toHaveLength(1);
    expect(work[0]).toMatchObject({ accountId: 'slow', used: { rows: 0, bytes: 0 } });
    expect(work[0]?.used.readerMs).toBeGreaterThan(90);
  });

  test('has one limit for all of its statements together', async () => {
    const first = { sqlite: sql`SELECT 1`, postgres: sql`SELECT pg_sleep(1.5)` } as const;
    await expect(
      database.search({ accountId: 'twice', limitMs: 2_000 }, async read => {
        await read.all(first[database.dialect]);
        await endlessly(read);
      }),
    ).rejects.toMatchObject({ code: 'tooMany' });
    expect(work).toHaveLength(2);
    // With a limit for each it would be 3,500 on PostgreSQL.
    expect(work.reduce((sum, { used }) => sum + used.readerMs, 0)).toBeLessThan(3_000);
  });

  test('reports how many rows and characters it has read', async () => {
    const rows = await database.search({ accountId: 'counted' }, read =>
      read.all(sql`SELECT CAST(${'four'} AS TEXT) AS text UNION ALL SELECT CAST(${'sixsix'} AS TEXT)`),
    );
    expect(rows).toHaveLength(2);
    expect(work).toEqual([
      { accountId: 'counted', used: { readerMs: expect.any(Number), rows: 2, bytes: 10 } },
    ]);
  });

  test('ends when its client leaves, and its place is free again', async () => {
    const client = new AbortController();
    const left = database.search({ accountId: 'left', signal: client.signal, limitMs: LONG_MS }, endlessly);
    const refused = expect(left).rejects.toMatchObject({ code: 'unavailable', topic: 'client_gone' });
    await database.search({ accountId: 'other' }, one);
    client.abort();
    await refused;
    expect(await database.search({ accountId: 'left' }, one)).toEqual([{ one: 1 }]);
  });

  test('whose client leaves while it waits is taken out of the queue', async () => {
    const running = new AbortController();
    const waiting = new AbortController();
    const scope = { accountId: 'queued', limitMs: LONG_MS };
    const first = Array.from({ length: 4 }, () =>
      database.search({ ...scope, signal: running.signal }, endlessly),
    );
    const last = database.search({ ...scope, signal: waiting.signal }, endlessly);
    const refused = expect(last).rejects.toMatchObject({ topic: 'client_gone' });
    waiting.abort();
    await refused;
    const ends = Promise.allSettled(first);
    running.abort();
    await ends;
  });

  test('of one account leaves room for the others, however many there are', async () => {
    const client = new AbortController();
    const greedy = Array.from({ length: 12 }, () =>
      database.search({ accountId: 'greedy', signal: client.signal, limitMs: LONG_MS }, endlessly),
    );
    const ends = Promise.allSettled(greedy);
    try {
      expect(await database.search({ accountId: 'modest' }, one)).toEqual([{ one: 1 }]);
      expect(await database.all(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
      await database.write(trx => trx.all(sql`SELECT 1 AS one`), 'modest');
    } finally {
      client.abort();
      await ends;
    }
  });

  test('waits for one search of another account at most, and not for all of them', async () => {
    const order: string[] = [];
    const search = (accountId: string, name: string) =>
      database.search({ accountId, limitMs: 150 }, endlessly).catch(() => order.push(name));
    const occupied = ['one', 'two', 'three'].map(accountId => search(accountId, accountId));
    const many = Array.from({ length: 6 }, (_, index) => search('many', `many ${index}`));
    const few = search('few', 'few');
    await Promise.all([...occupied, ...many, few]);
    expect(order.indexOf('few')).toBeLessThan(order.indexOf('many 3'));
  });

  test('is refused with 429 when a hundred of its account wait', async () => {
    const client = new AbortController();
    const scope = { accountId: 'crowd', signal: client.signal, limitMs: LONG_MS };
    const some = Array.from({ length: 103 }, () => database.search(scope, endlessly));
    const ends = Promise.allSettled(some);
    await expect(database.search(scope, one)).rejects.toMatchObject({ code: 'tooManyRequests', status: 429 });
    expect(await database.search({ accountId: 'calm' }, one)).toEqual([{ one: 1 }]);
    client.abort();
    await ends;
  });

  test('sees one committed state, whatever is written meanwhile', async () => {
    const count = (read: Transaction) => read.all<{ floor: number }>(sql`SELECT floor FROM feed`);
    const [before, after] = await database.search({ accountId: 'steady' }, async read => {
      const first = await count(read);
      await database.write(trx => trx.all(sql`UPDATE feed SET floor = floor`));
      await database.write(trx => trx.all(sql`UPDATE feed SET epoch = ${'another-epoch'}`));
      const second = await read.all<{ epoch: string }>(sql`SELECT epoch FROM feed`);
      return [first, second];
    });
    expect(before).toHaveLength(1);
    expect(after[0]?.epoch).not.toBe('another-epoch');
    expect(
      await database.search({ accountId: 'steady' }, read => read.all(sql`SELECT epoch FROM feed`)),
    ).toEqual([{ epoch: 'another-epoch' }]);
  });

  test('that fails says why, and the next one runs', async () => {
    await expect(
      database.search({ accountId: 'wrong' }, read => read.all(sql`SELECT * FROM no_such_table`)),
    ).rejects.toThrow('no_such_table');
    expect(await database.search({ accountId: 'wrong' }, one)).toEqual([{ one: 1 }]);
  });
});

test('a reader thread that does not come back after its time is replaced', async () => {
  const [sqlite] = databaseKinds();
  if (!sqlite) throw new Error('SQLite is always there');
  const fresh = await sqlite.create();
  const database = await openDatabase(
    { dialect: 'sqlite', path: fresh.url.slice('sqlite:'.length) },
    { readerThreads: 1 },
  );
  try {
    // A statement that never asks whether it is to go on.
    const deaf = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000000)
                     SELECT max(i) FROM n`;
    await expect(
      database.search({ accountId: 'large', limitMs: 50 }, read => read.all(deaf)),
    ).rejects.toMatchObject({ code: 'tooMany', status: 400 });
    const answered = waitUntil('the next search', 10_000, () =>
      database.search({ accountId: 'large' }, read => read.all(sql`SELECT 1 AS one`)),
    );
    expect(await answered).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    await fresh.drop();
  }
}, 300_000);
