/** One committed state, for as long as it is looked at. */

import type { Database } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { sql } from '../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

const HEAD = sql`SELECT head FROM feed`;
const MOVE = sql`UPDATE feed SET head = head + 1`;

describe.each(databaseKinds())('a snapshot of the $name database', ({ name, create }) => {
  let fresh: FreshDatabase;
  let database: Database;

  beforeEach(async () => {
    fresh = await create();
    const { url } = fresh;
    database = await openDatabase(
      name === 'SQLite'
        ? { dialect: 'sqlite', path: url.replace(/^sqlite:/, '') }
        : { dialect: 'postgres', url },
    );
  });

  afterEach(async () => {
    await database.close();
    await fresh.drop();
  });

  test('stays as it is while others write, and all others see what they wrote', async () => {
    const seen = await database.snapshot(async read => {
      const before = await read.all(HEAD);
      await database.write(trx => trx.all(MOVE));
      return { before, after: await read.all(HEAD), outside: await database.all(HEAD) };
    });
    expect(seen).toEqual({ before: [{ head: 0 }], after: [{ head: 0 }], outside: [{ head: 1 }] });
    expect(await database.snapshot(read => read.all(HEAD))).toEqual([{ head: 1 }]);
  });

  test('cannot be written to', async () => {
    await expect(database.snapshot(read => read.all(MOVE))).rejects.toThrow(/read-?only/i);
    expect(await database.all(HEAD)).toEqual([{ head: 0 }]);
  });

  test('releases its connection, also when its reader fails', async () => {
    for (let round = 0; round < 30; round += 1) {
      const failing = database.snapshot(async read => {
        await read.all(HEAD);
        throw new Error('the reader failed');
      });
      await expect(failing).rejects.toThrow('the reader failed');
    }
    await database.write(trx => trx.all(MOVE));
    expect(await database.all(HEAD)).toEqual([{ head: 1 }]);
  });
});
