/** Who checkpoints the write-ahead log of SQLite: a thread, and the commits themselves where it falls behind. */
import { statSync } from 'node:fs';
import { sql } from '../../src/store/database/sql.ts';
import { SqliteDatabase } from '../../src/store/database/sqlite/database.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';

const MEBIBYTE = 1_048_576;
const LARGE = 'x'.repeat(MEBIBYTE);

let fresh: FreshDatabase;
let database: SqliteDatabase;

beforeEach(async () => {
  const [sqlite] = databaseKinds();
  if (!sqlite) throw new Error('SQLite is always there');
  fresh = await sqlite.create();
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});

async function open(readerThreads: number): Promise<void> {
  database = new SqliteDatabase(path(), { readerThreads });
  await database.write(trx => trx.all(sql`CREATE TABLE notes (note TEXT)`));
}
const path = (): string => fresh.url.slice('sqlite:'.length);
const write = (text: string): Promise<unknown> =>
  database.write(trx => trx.all(sql`INSERT INTO notes VALUES (${text})`));
const pagesOfACommit = (): Promise<number | undefined> =>
  database.write(async trx => {
    const [row] = await trx.all<{ wal_autocheckpoint: number }>(sql`PRAGMA wal_autocheckpoint`);
    return row?.wal_autocheckpoint;
  });

test('a service leaves checkpoints to a thread, which brings what was written into the database file', async () => {
  await open(1);
  for (let written = 0; written < 8; written += 1) await write(LARGE);
  await waitUntil('a checkpoint by the thread', 20_000, async () => (await pagesOfACommit()) === 16_000);
  await waitUntil('a database file that holds what was written', 20_000, async () => {
    await write(LARGE);
    return statSync(path()).size > 8 * MEBIBYTE;
  });
});

test('a log that the thread does not keep up with is bounded by the commits', async () => {
  await open(1);
  for (let written = 0; written < 160; written += 1) await write(LARGE);
  expect(statSync(`${path()}-wal`).size).toBeLessThan(80 * MEBIBYTE);
});

test('a command, which has no threads, checkpoints within its commits', async () => {
  await open(0);
  for (let written = 0; written < 8; written += 1) await write(LARGE);
  expect(await pagesOfACommit()).toBe(1_000);
  expect(statSync(path()).size).toBeGreaterThan(4 * MEBIBYTE);
});
