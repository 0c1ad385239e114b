/** How changes that wait are committed together on SQLite. */
import { sql } from '../../src/store/database/sql.ts';
import { SqliteDatabase } from '../../src/store/database/sqlite/database.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

let fresh: FreshDatabase;
let database: SqliteDatabase;
let batches: number[] = [];

beforeAll(async () => {
  const [sqlite] = databaseKinds();
  if (!sqlite) throw new Error('SQLite is always there');
  fresh = await sqlite.create();
  database = new SqliteDatabase(fresh.url.slice('sqlite:'.length), {
    onGroupCommit: changes => batches.push(changes),
  });
  await database.write(trx => trx.all(sql`CREATE TABLE notes (note TEXT)`));
});
beforeEach(() => {
  batches = [];
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const note = (accountId: string, text: string): Promise<unknown> =>
  database.write(trx => trx.all(sql`INSERT INTO notes VALUES (${text})`), accountId);

function work(ms: number): void {
  const { user, system } = process.threadCpuUsage();
  for (;;) {
    const used = process.threadCpuUsage({ user, system });
    if (used.user + used.system > ms * 1_000) return;
  }
}

test('small changes that wait share one commit, up to 64 of them', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, index) => note('small', `note ${index}`)));
  expect(Math.max(...batches)).toBeGreaterThan(10);
  expect(Math.max(...batches)).toBeLessThanOrEqual(64);
  expect(batches.reduce((sum, changes) => sum + changes, 0)).toBe(100);
});

test('changes that take long end the batch after eight milliseconds of work', async () => {
  const slow = (): Promise<void> => database.write(async () => work(5), 'slow');
  await Promise.all(Array.from({ length: 12 }, slow));
  expect(batches.reduce((sum, changes) => sum + changes, 0)).toBe(12);
  expect(Math.max(...batches)).toBeLessThanOrEqual(2);
});

test('large changes end the batch after a mebibyte', async () => {
  const large = 'x'.repeat(400_000);
  await Promise.all(Array.from({ length: 12 }, () => note('large', large)));
  expect(Math.max(...batches)).toBeLessThanOrEqual(3);
});

test('a change of one account does not wait for all changes of another', async () => {
  const order: string[] = [];
  const bulk = Array.from({ length: 300 }, (_, index) =>
    note('bulk', `note ${index}`).then(() => order.push('bulk')),
  );
  const single = note('single', 'note').then(() => order.push('single'));
  await Promise.all([...bulk, single]);
  expect(order.indexOf('single')).toBeLessThan(70);
});

test('a change that fails is undone alone, and the others of its batch are committed', async () => {
  const outcomes = await Promise.allSettled([
    note('mixed', 'kept 1'),
    database.write(async trx => {
      await trx.all(sql`INSERT INTO notes VALUES (${'undone'})`);
      throw new Error('refused');
    }, 'mixed'),
    note('mixed', 'kept 2'),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await database.all(sql`SELECT note FROM notes WHERE note LIKE 'kept%' OR note = 'undone'`)).toEqual([
    { note: 'kept 1' },
    { note: 'kept 2' },
  ]);
});

test('a relaxed write and durable changes that wait together are all committed', async () => {
  await Promise.all([
    database.writeRelaxed(trx => trx.all(sql`INSERT INTO notes VALUES ('relaxed')`)),
    ...Array.from({ length: 5 }, () => note('durable', 'durable')),
  ]);
  const [found] = await database.all<{ notes: number }>(
    sql`SELECT count(*) AS notes FROM notes WHERE note IN ('relaxed', 'durable')`,
  );
  expect(found?.notes).toBe(6);
  expect(batches.reduce((sum, changes) => sum + changes, 0)).toBe(5);
});

test('no change is acknowledged when their common commit fails, and the next one is committed', async () => {
  // Checked at the commit, which then fails and leaves the transaction open.
  await database.write(trx => trx.all(sql`CREATE TABLE owners (id TEXT PRIMARY KEY)`));
  await database.write(trx =>
    trx.all(sql`CREATE TABLE pets (owner TEXT REFERENCES owners (id) DEFERRABLE INITIALLY DEFERRED)`),
  );
  batches = [];
  const outcomes = await Promise.allSettled([
    note('unlucky', 'lost'),
    database.write(trx => trx.all(sql`INSERT INTO pets VALUES ('unknown')`), 'unlucky'),
    note('unlucky', 'lost'),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(batches).toEqual([]);
  await note('lucky', 'found');
  expect(await database.all(sql`SELECT note FROM notes WHERE note IN ('lost', 'found')`)).toEqual([
    { note: 'found' },
  ]);
});
