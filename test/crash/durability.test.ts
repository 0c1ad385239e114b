/** Durable commits on every connection; `kill -9` cannot show it, a power cut would. */

import type { Knex } from 'knex';
import type { Transaction } from '../../src/store/database/database.ts';
import { migrate } from '../../src/store/database/open.ts';
import {
  assertPostgresDurable,
  PostgresDatabase,
  postgresKnex,
} from '../../src/store/database/postgres/database.ts';
import { sql } from '../../src/store/database/sql.ts';
import { openSqliteConnection } from '../../src/store/database/sqlite/connection.ts';
import { SqliteDatabase, sqliteKnex } from '../../src/store/database/sqlite/database.ts';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

const NORMAL = 1;
const FULL = 2;

describe.each(databaseKinds())('the connections to an existing $name database', ({ name, createEmpty }) => {
  let fresh: FreshDatabase;

  beforeAll(async () => {
    fresh = await createEmpty();
  });

  afterAll(() => fresh.drop());

  if (name === 'SQLite') {
    const pathOf = (): string => fresh.url.replace(/^sqlite:/, '');

    test('all flush each commit to disk: WAL with synchronous=FULL, also when the file is opened again', async () => {
      const path = pathOf();
      await migrate({ dialect: 'sqlite', path });
      const opened = openSqliteConnection(path);
      expect(opened.pragma('synchronous', { simple: true })).toBe(FULL);
      expect(opened.pragma('journal_mode', { simple: true })).toBe('wal');
      opened.close();

      // The very connections that serve: every read goes through one, every write through the other.
      const database = new SqliteDatabase(path);
      const ask = sql`PRAGMA synchronous`;
      expect(await database.all(ask)).toEqual([{ synchronous: FULL }]);
      expect(await database.write(trx => trx.all(ask))).toEqual([{ synchronous: FULL }]);
      expect(await database.all(sql`PRAGMA journal_mode`)).toEqual([{ journal_mode: 'wal' }]);
      await database.close();

      const migrating = sqliteKnex(path);
      expect(await migrating.raw<unknown>('PRAGMA synchronous')).toEqual([{ synchronous: FULL }]);
      await migrating.destroy();
    });

    test('only what may be lost is committed without waiting for the disk, and never together with what may not', async () => {
      const database = new SqliteDatabase(pathOf());
      const levels: number[] = [];
      const note = async (trx: Transaction): Promise<void> => {
        const [row] = await trx.all<{ synchronous: number }>(sql`PRAGMA synchronous`);
        levels.push(row?.synchronous ?? 0);
      };
      await database.writeRelaxed(note);
      await Promise.all([database.writeRelaxed(note), database.write(note), database.writeRelaxed(note)]);
      const failing = database.writeRelaxed(async () => Promise.reject(new Error('on purpose')));
      await expect(failing).rejects.toThrow('on purpose');
      await database.write(note);
      expect(levels).toEqual([NORMAL, FULL, FULL, FULL, FULL]);
      await database.close();
    });

    test('the reading connection cannot write', async () => {
      const database = new SqliteDatabase(pathOf());
      await expect(database.all(sql`UPDATE feed SET head = head + 1`)).rejects.toThrow(/readonly/);
      await database.close();
    });
  } else {
    test('all wait for durable commits, also where the server was set up not to', async () => {
      const location = { dialect: 'postgres', url: fresh.url } as const;
      const [, databaseName = ''] = /\/(\w+)$/.exec(fresh.url) ?? [];
      await runSql(location, `ALTER DATABASE ${databaseName} SET synchronous_commit = off`);
      const database = new PostgresDatabase(fresh.url);
      const ask = sql`SHOW synchronous_commit`;
      expect(await database.all(ask)).toEqual([{ synchronous_commit: 'on' }]);
      expect(await database.write(trx => trx.all(ask))).toEqual([{ synchronous_commit: 'on' }]);
      expect(await database.writeRelaxed(trx => trx.all(ask))).toEqual([{ synchronous_commit: 'off' }]);
      expect(await database.write(trx => trx.all(ask))).toEqual([{ synchronous_commit: 'on' }]);
      await database.close();
    });

    test('are refused where the server would lose commits in a power cut', async () => {
      const connection = postgresKnex(fresh.url);
      await expect(assertPostgresDurable(connection)).resolves.toBeUndefined();
      await connection.destroy();
      // Switching them off in the server that all tests share would stop the others.
      for (const setting of ['fsync', 'full_page_writes']) {
        const raw = (sql: string) => {
          const [, asked = ''] = /^SHOW (\w+)$/.exec(sql) ?? [];
          return Promise.resolve({ rows: [{ [asked]: asked === setting ? 'off' : 'on' }] });
        };
        const server = { raw } as unknown as Knex; // the one method it is asked for
        await expect(assertPostgresDurable(server)).rejects.toThrow(`${setting} must be on`);
      }
    });
  }
});
